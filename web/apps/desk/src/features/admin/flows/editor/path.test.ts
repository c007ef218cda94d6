import type { Tried } from '@madoguchi/api';
import { expect, it } from 'vitest';
import { pathOf } from './path';

const met = (step: string, exit: string): Tried['met'][number] => ({ step, exit, kind: 'menu', said: { ja: '', en: '' } });

it('counts a step that asks again once, and one that is come back to twice', () => {
  const tried: Tried = { end: 'answered', faults: [], met: [met('start', 'next'), met('menu', ''), met('menu', 'wrong'), met('again', 'again'), met('menu', '1'), met('queue', '')] };
  const path = pathOf(tried, (_, exit) => (exit === 'wrong' ? 'no_input' : exit))!;
  expect(Object.fromEntries(path.turns)).toEqual({ start: [1], menu: [2, 4], again: [3], queue: [5] });
  expect([...path.lines]).toEqual(['start next', 'menu no_input', 'again again', 'menu 1']);
});

it('is nothing before a call was tried', () => {
  expect(pathOf(undefined, (_, exit) => exit)).toBeUndefined();
});
