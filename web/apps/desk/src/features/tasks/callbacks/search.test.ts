import { describe, expect, it } from 'vitest';
import { callbackSearch, promisedBefore } from './search';

describe('the list of promised calls', () => {
  it('keeps what an address may say and drops the rest', () => {
    expect(callbackSearch({ who: 'team', till: 'late', new: 'true', customer: '', junk: 1 })).toEqual({ who: 'team', till: 'late', new: true });
    expect(callbackSearch({ who: 'theirs', till: 'never' })).toEqual({});
  });

  it('late is before now, today before midnight', () => {
    const noon = new Date(2026, 10, 26, 12);
    expect(promisedBefore('late', noon)).toBe(noon.toISOString());
    expect(promisedBefore('today', noon)).toBe(new Date(2026, 10, 27).toISOString());
    expect(promisedBefore('done', noon)).toBeUndefined();
  });
});
