import type { Graph } from '@madoguchi/api';
import { expect, it } from 'vitest';
import { changed, opened, redone, undone } from './history';

const graph = (name: string): Graph => ({ nodes: [{ kind: 'start', id: 'start', name }] });
const [a, b, c] = [graph('a'), graph('b'), graph('c')];

it('goes back and forth, and a new change forgets the future', () => {
  let past = changed(changed(opened(a), b, undefined, 0), c, undefined, 0);
  past = undone(past);
  expect(past.now).toBe(b);
  expect(redone(past).now).toBe(c);
  past = changed(past, a, undefined, 0);
  expect(redone(past).now).toBe(a);
  expect(undone(undone(undone(past))).now).toBe(a);
});

it('takes typing as one change', () => {
  const typed = changed(changed(opened(a), b, 'name', 100), c, 'name', 300);
  expect(undone(typed).now).toBe(a);
  const later = changed(changed(opened(a), b, 'name', 100), c, 'name', 5000);
  expect(undone(later).now).toBe(b);
});

it('does not count what changes nothing', () => {
  expect(changed(opened(a), a, undefined, 0).before).toEqual([]);
});
