import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundles } from './texts';

type Flat = Map<string, string>;
function flatten(texts: Record<string, unknown>, prefix = ''): Flat {
  const flat: Flat = new Map();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') flat.set(prefix + key, value);
    else for (const [path, text] of flatten(value as Record<string, unknown>, `${prefix}${key}.`)) flat.set(path, text);
  }
  return flat;
}
const whole = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const keys = (flat: Flat) => [...new Set([...flat.keys()].map(whole))].sort();
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]!);

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory() ? sources(join(folder, entry.name)) : /(?<!\.test)\.tsx?$/.test(entry.name) ? [join(folder, entry.name)] : [],
  );
}

describe.each(bundles)('the texts of $namespace', ({ messages }) => {
  const [ja, en] = [flatten(messages.ja), flatten(messages.en)];

  it('exist in Japanese and in English', () => {
    expect(keys(en)).toEqual(keys(ja));
  });

  it('are never empty', () => {
    expect([...ja, ...en].filter(([, text]) => !text.trim())).toEqual([]);
  });

  it('have no placeholder that the other language does not know', () => {
    const names = (flat: Flat) => new Map(keys(flat).map(key => [key, new Set([...flat].filter(([each]) => whole(each) === key).flatMap(([, text]) => placeholders(text)))]));
    const inEnglish = names(en);
    const strangers = [...names(ja)].flatMap(([key, used]) => [...used].filter(name => !inEnglish.get(key)?.has(name)).map(name => `${key}: ${name}`));
    expect(strangers).toEqual([]);
  });
});

/** Every literal key in a source that uses one namespace: `const { t } = useTranslation('desk')` … `t('wrap.title')`. */
describe('the keys that the screens use', () => {
  const known = new Map(bundles.map(({ namespace, messages }) => [namespace, new Set(keys(flatten(messages.ja)))]));
  const files = [...sources('apps/desk/src'), ...sources('packages/ui/src')];

  it('all have a text', () => {
    const unknown = files.flatMap(file => {
      const source = readFileSync(file, 'utf8');
      const spaces = [...source.matchAll(/useTranslation\('(\w+)'\)/g)].map(match => match[1]!);
      const used = [...source.matchAll(/\b(?:t|ui)\('([\w.]+)'/g)].map(match => match[1]!);
      return spaces.length ? used.filter(key => !spaces.some(space => known.get(space)?.has(key))).map(key => `${file}: ${key}`) : [];
    });
    expect(unknown).toEqual([]);
  });
});
