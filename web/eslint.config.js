import { readdirSync } from 'node:fs';
import { URL } from 'node:url';
import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const features = './apps/desk/src/features';
const names = readdirSync(new URL(features, import.meta.url));

/** Features stand beside each other: they meet only in packages, and the application composes them. */
const zones = [
  ...names.map(name => ({ target: `${features}/${name}`, from: features, except: [`./${name}`], message: 'A feature never imports another: move what both need into a package.' })),
  { target: features, from: './apps/desk/src/app', message: 'The application imports features, never the other way round.' },
  { target: './packages', from: './apps', message: 'Packages know nothing of applications.' },
  { target: './packages/i18n', from: './packages/ui' },
  { target: ['./packages/api', './packages/live', './packages/phone'], from: './packages/ui' },
];

export default tseslint.config(
  { ignores: ['node_modules', '**/*.gen.ts', '../madoguchi'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  jsxA11y.flatConfigs.recommended,
  reactHooks.configs.flat.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { typescript: { project: './tsconfig.json' } } },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'jsx-a11y/no-autofocus': ['error', { ignoreNonDOM: true }],
    },
  },
  {
    files: ['**/features/*/live.ts'],
    rules: { 'no-restricted-properties': ['error', { property: 'setQueryData', message: 'A read under way would write over what an event told: use patch or put.' }] },
  },
  { files: ['**/*.test.{ts,tsx}'], rules: { 'max-lines-per-function': 'off' } },
);
