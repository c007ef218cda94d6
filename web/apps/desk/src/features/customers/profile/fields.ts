import type { CustomerCard, ProfileChange } from '@madoguchi/api';

/** The fields of a profile that people fill in, in the order of the form. */
export const FIELDS = ['name', 'kana', 'romaji', 'company', 'company_kana', 'tier', 'language', 'postal_code', 'address', 'birth_date', 'time_zone', 'tags', 'notes_flag'] as const;
export type FieldName = (typeof FIELDS)[number];
export type ProfileForm = Omit<Record<FieldName, string>, 'tags'> & { tags: string[] };

export const blank: ProfileForm = { name: '', kana: '', romaji: '', company: '', company_kana: '', tier: '', language: '', postal_code: '', address: '', birth_date: '', time_zone: '', tags: [], notes_flag: '' };

export const formOf = (card: CustomerCard): ProfileForm => ({
  ...(Object.fromEntries(FIELDS.map(field => [field, card[field] ?? ''])) as ProfileForm),
  tags: card.tags,
});

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What was changed since the form was opened. A masked field that nobody touched is not among it, so a mask is never saved. */
export function changed(base: ProfileForm, mine: ProfileForm): FieldName[] {
  return FIELDS.filter(field => !same(base[field], mine[field]));
}

export const changeOf = (mine: ProfileForm, fields: readonly FieldName[]): ProfileChange => Object.fromEntries(fields.map(field => [field, mine[field]]));
