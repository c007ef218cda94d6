import { describe, expect, it } from 'vitest';
import { fieldsOf, withDefaults, type Schema } from './schema';

const schema: Schema = {
  type: 'object',
  properties: {
    offer_seconds: { type: 'integer', title: '呼び出しの長さ', description: '秒', minimum: 5, maximum: 120, default: 20 },
    name: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null },
    password: { type: 'string', format: 'password' },
    mode: { enum: ['always', 'never'], default: 'always' },
    media: { type: 'array', items: { type: 'string' }, default: [] },
    days: { type: 'array', items: { type: 'integer' } },
    hours: { $ref: '#/$defs/Hours', title: '受付時間' },
    mapping: { type: 'object', additionalProperties: { type: 'string' } },
    strange: { type: 'array', items: { type: 'object' } },
    reasons: { type: 'array', items: { $ref: '#/$defs/Hours' } },
    on: { type: 'boolean', default: true },
  },
  $defs: { Hours: { title: 'Hours', type: 'object', properties: { start: { type: 'string' } } } },
};

describe('a form from a schema', () => {
  const fields = Object.fromEntries(fieldsOf(schema));

  it('has the field that each shape is filled in with', () => {
    expect(fields['offer_seconds']).toMatchObject({ kind: 'number', whole: true, min: 5, max: 120, title: '呼び出しの長さ', about: '秒' });
    expect(fields['name']).toMatchObject({ kind: 'text', optional: true });
    expect(fields['password']).toMatchObject({ kind: 'secret' });
    expect(fields['mode']).toMatchObject({ kind: 'choice', choices: ['always', 'never'] });
    expect(fields['media']).toMatchObject({ kind: 'words', numbers: false });
    expect(fields['days']).toMatchObject({ kind: 'words', numbers: true });
    expect(fields['mapping']).toMatchObject({ kind: 'map' });
    expect(fields['reasons']).toMatchObject({ kind: 'rows', fields: [['start', { kind: 'text' }]] });
    expect(fields['on']).toMatchObject({ kind: 'switch' });
  });

  it('opens references, keeping the title given at the place of use', () => {
    expect(fields['hours']).toMatchObject({ kind: 'group', title: '受付時間', fields: [['start', { kind: 'text' }]] });
  });

  it('never loses a shape it has no form for', () => {
    expect(fields['strange']).toMatchObject({ kind: 'json' });
  });

  it('begins with the defaults', () => {
    expect(withDefaults(schema, { mode: 'never' })).toMatchObject({ offer_seconds: 20, mode: 'never', on: true, name: null });
  });
});
