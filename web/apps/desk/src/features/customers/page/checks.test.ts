import { expect, it } from 'vitest';
import { checkItemName } from './checks';

const items = [
  { code: 'last_order', name_ja: '直近のご注文', name_en: 'Latest order' },
  { code: 'hint', name_ja: '合言葉', name_en: '' },
];

it('says a question of the identity check in the reader’s language, as the tenant worded it', () => {
  expect(checkItemName(items, 'last_order', 'en')).toBe('Latest order');
  expect(checkItemName(items, 'last_order', 'ja')).toBe('直近のご注文');
});

it('falls back to the other language, and to the code of a question that is gone', () => {
  expect(checkItemName(items, 'hint', 'en')).toBe('合言葉');
  expect(checkItemName(items, 'birth_date', 'ja')).toBe('birth_date');
});
