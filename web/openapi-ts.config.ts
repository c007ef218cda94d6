import { defineConfig } from '@hey-api/openapi-ts';

/** `make openapi` writes the document, `npm run api` makes the client. Both are committed, so a build needs no server. */
export default defineConfig({
  input: './packages/api/openapi.json',
  output: { path: './packages/api/src/generated', clean: true },
  logs: { level: 'warn' },
  plugins: [
    { name: '@hey-api/client-fetch', throwOnError: true },
    { name: '@hey-api/typescript', enums: false },
    { name: '@hey-api/sdk', responseStyle: 'data' },
  ],
});
