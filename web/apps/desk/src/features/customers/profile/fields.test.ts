import { describe, expect, it } from 'vitest';
import { blank, changed, changeOf } from './fields';

describe('an edit of a profile', () => {
  const base = { ...blank, name: '長谷川 美咲', birth_date: '1985-＊＊-＊＊', tags: ['延長保証'] };

  it('sends only what was changed, so that a mask is never saved over what it hides', () => {
    const mine = { ...base, name: '長谷川 美幸' };
    expect(changed(base, mine)).toEqual(['name']);
    expect(changeOf(mine, changed(base, mine))).toEqual({ name: '長谷川 美幸' });
  });

  it('notices a changed list', () => {
    expect(changed(base, { ...base, tags: ['延長保証', '子育て'] })).toEqual(['tags']);
  });
});
