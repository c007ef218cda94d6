import type { Colleague, QueueRow } from '@madoguchi/api';
import { describe, expect, it } from 'vitest';
import { numberIn, peopleLike, possible, queuesLike } from './target';

const person = (name: string, kana: string, presence = 'ready', skill = ''): Colleague => ({ id: name, name, kana, presence, since: '', skills: skill ? [{ name_ja: skill, name_en: '', level: 3 }] : [] });
const people = [person('渡辺 翔', 'ワタナベ ショウ', 'ready', '冷蔵庫'), person('石井 里奈', 'イシイ リナ', 'busy')];
const queue = { id: 'q', name_ja: '修理手配', name_en: 'Repairs', waiting: 0, longest_wait_since: null, ready: 1 } as QueueRow;

describe('whom a call can go to', () => {
  it('is found by name, by reading in either kana, and by skill', () => {
    for (const typed of ['渡辺', 'わたなべ', 'ワタナベ', '冷蔵']) expect(peopleLike(people, typed).map(each => each.name)).toEqual(['渡辺 翔']);
    expect(peopleLike(people, '')).toHaveLength(2);
    expect(queuesLike([queue], 'repair')).toHaveLength(1);
  });

  it('is a number when digits are typed, also full-width ones', () => {
    expect(numberIn('03-5555-1234')).toBe('03-5555-1234');
    expect(numberIn('０３５５５５１２３４')).toBe('0355551234');
    expect(numberIn('渡辺')).toBeUndefined();
    expect(numberIn('12')).toBeUndefined();
  });

  it('must be ready to be asked, and a queue takes a call but is not consulted', () => {
    expect(possible({ kind: 'person', person: people[0]! }, 'consult')).toBe(true);
    expect(possible({ kind: 'person', person: people[1]! }, 'transfer')).toBe(false);
    expect(possible({ kind: 'queue', queue }, 'transfer')).toBe(true);
    expect(possible({ kind: 'queue', queue }, 'consult')).toBe(false);
    expect(possible(undefined, 'transfer')).toBe(false);
  });
});
