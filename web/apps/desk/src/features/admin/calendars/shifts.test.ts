import type { Shift } from '@madoguchi/api';
import { expect, it } from 'vitest';
import { addDays, monday, onDay, timesOf } from './shifts';

const at = (day: number, hour: number) => new Date(2026, 11, day, hour).toISOString();
const shift = (kind: Shift['kind'], start: string, end: string): Shift => ({ user: 'u1', kind, start, end });

it('begins the week on Monday', () => {
  expect(monday(new Date(2026, 10, 29, 22))).toEqual(new Date(2026, 10, 23)); // a Sunday
  expect(monday(new Date(2026, 10, 23))).toEqual(new Date(2026, 10, 23));
});

it('shows a night on the day on which it begins, and the break under the work', () => {
  const night = shift('work', at(1, 22), at(2, 7));
  const rest = shift('break', at(1, 12), at(1, 13));
  const work = shift('work', at(1, 9), at(1, 18));
  expect(onDay([rest, night, work], new Date(2026, 11, 1))).toEqual([work, night, rest]);
  expect(onDay([night], addDays(new Date(2026, 11, 1), 1))).toEqual([]);
  expect(timesOf(night)).toBe('22:00–07:00');
});

it('says a whole day away without times', () => {
  expect(timesOf(shift('leave', at(1, 0), at(2, 0)))).toBe('');
  expect(timesOf(shift('leave', at(1, 13), at(1, 18)))).toBe('13:00–18:00');
});
