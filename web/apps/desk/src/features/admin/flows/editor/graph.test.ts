import type { Graph } from '@madoguchi/api';
import { describe, expect, it } from 'vitest';
import { add, below, connect, difference, duplicate, freeId, inOrder, move, patch, remove, renameExit, stepOf, targetOf, tidy } from './graph';
import { NOTHING } from './kinds';

const graph: Graph = {
  nodes: [
    { kind: 'start', id: 'start' },
    { kind: 'hang_up', id: 'end', prompt: 'sorry' },
    { kind: 'menu', id: 'menu', prompt: 'p', choices: [{ digit: '1' }, { digit: '2' }] },
    { kind: 'queue', id: 'queue', queue: 'q' },
    { kind: 'prompt', id: 'lost', prompt: 'p' },
  ],
  edges: [
    { source: 'menu', exit: 'no_input', target: 'end' },
    { source: 'start', exit: 'next', target: 'menu' },
    { source: 'menu', exit: '1', target: 'queue' },
    { source: 'queue', exit: 'max_wait', target: 'end' },
  ],
};
const exits = (id: string) => (id === 'menu' ? ['1', '2', 'no_input'] : ['next']);
const known = { queue: undefined, hours: undefined };

describe('steps', () => {
  it('get ids that tell their kind', () => {
    expect(freeId(graph, 'menu')).toBe('menu-2');
    expect(freeId(graph, 'hang_up')).toBe('hang-up');
  });
  it('are added on the grid and say what is still to be chosen', () => {
    const made = add(graph, 'queue', { x: 107, y: 92 }, known);
    expect(stepOf(made.graph, made.id)).toMatchObject({ id: 'queue-2', queue: NOTHING, at: { x: 100, y: 100 } });
  });
  it('are put below the step they follow, beside what is there already', () => {
    const placed = move(graph, new Map([['menu', { x: 0, y: 0 }], ['queue', { x: 0, y: 120 }], ['lost', { x: 900, y: 900 }], ['end', { x: 900, y: 1200 }], ['start', { x: 0, y: -120 }]]));
    expect(below(placed, stepOf(placed, 'menu'))).toEqual({ x: 240, y: 120 });
  });
  it('take their lines with them when they go, and the start never goes', () => {
    const left = remove(graph, ['menu', 'start']);
    expect(left.nodes.map(({ id }) => id)).toEqual(['start', 'end', 'queue', 'lost']);
    expect(left.edges).toEqual([{ source: 'queue', exit: 'max_wait', target: 'end' }]);
  });
  it('are copied without their lines', () => {
    const copied = duplicate(graph, 'menu');
    expect(stepOf(copied.graph, copied.id)).toMatchObject({ kind: 'menu', choices: [{ digit: '1' }, { digit: '2' }] });
    expect(copied.graph.edges).toBe(graph.edges);
  });
  it('are changed by parts', () => {
    expect(stepOf(patch(graph, 'menu', { name: 'ご用件' }), 'menu')).toMatchObject({ name: 'ご用件', prompt: 'p' });
  });
});

describe('lines', () => {
  it('lead to one place at a time', () => {
    const led = connect(graph, 'menu', '1', 'end');
    expect(targetOf(led, 'menu', '1')).toBe('end');
    expect(led.edges).toHaveLength(4);
    expect(targetOf(connect(led, 'menu', '1', null), 'menu', '1')).toBeUndefined();
  });
  it('follow a digit that changes, and go with one that goes', () => {
    expect(targetOf(renameExit(graph, 'menu', '1', '3'), 'menu', '3')).toBe('queue');
    expect(targetOf(renameExit(graph, 'menu', '1', null), 'menu', '1')).toBeUndefined();
  });
});

it('reads steps along the lines, what nothing leads to last', () => {
  expect(inOrder(graph, exits).map(({ id }) => id)).toEqual(['start', 'menu', 'queue', 'end', 'lost']);
});

it('draws every step below all that lead to it', () => {
  const placed = tidy(graph, exits);
  const y = (id: string) => stepOf(placed, id)!.at!.y!;
  expect(y('start')).toBeLessThan(y('menu'));
  expect(y('menu')).toBeLessThan(y('queue'));
  expect(y('queue')).toBeLessThan(y('end'));
  const seen = new Set(placed.nodes.map(({ at }) => `${String(at!.x)} ${String(at!.y)}`));
  expect(seen.size).toBe(placed.nodes.length);
});

it('draws a loop too', () => {
  const loop = connect(graph, 'queue', 'max_wait', 'menu');
  expect(tidy(loop, exits).nodes).toHaveLength(5);
});

it('tells what differs, but not where steps stand', () => {
  const newer = connect(patch(move(remove(graph, ['lost']), new Map([['end', { x: 500, y: 0 }]])), 'menu', { tries: 3 }), 'menu', '2', 'end');
  const found = difference(graph, newer);
  expect([found.added.length, found.removed.map(({ id }) => id), found.changed.map(({ id }) => id), found.lines]).toEqual([0, ['lost'], ['menu'], 1]);
});
