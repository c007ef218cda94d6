import type { ContactReason } from '@madoguchi/api';
import { describe, expect, it } from 'vitest';
import { listed, moved, nextPosition } from './tree';

const reason = (id: string, parent_id: string | null = null, position = 0, line_of_business_id: string | null = null): ContactReason => ({ id, parent_id, position, line_of_business_id, code: id, name_ja: id, name_en: id, level: parent_id ? 2 : 1, active: true, version: 1 });
const tree = [reason('b', null, 20), reason('a', null, 10), reason('a2', 'a', 20), reason('a1', 'a', 10), reason('own', null, 5, 'line')];
const ids = (rows: readonly ContactReason[]) => rows.map(row => row.id).join(' ');

describe('the tree of contact reasons', () => {
  it('lists each under its parent, and a line’s own beside the shared', () => {
    expect(ids(listed(tree, null))).toBe('a a1 a2 b');
    expect(ids(listed(tree, 'line'))).toBe('own a a1 a2 b');
  });

  it('moves one past its sibling and writes only what changed', () => {
    expect(moved(tree, null, tree[0]!, -1).map(({ reason: { id }, position }) => [id, position])).toEqual([['b', 10], ['a', 20]]);
    expect(moved(tree, null, tree[1]!, -1)).toEqual([]);
  });

  it('gives siblings that all stand at 0 an order of their own', () => {
    const flat = [reason('x'), reason('y'), reason('z')];
    expect(moved(flat, null, flat[2]!, -1).map(({ reason: { id }, position }) => [id, position])).toEqual([['x', 10], ['z', 20], ['y', 30]]);
  });

  it('puts a new one last', () => {
    expect(nextPosition(tree, 'a')).toBe(30);
    expect(nextPosition(tree, 'b')).toBe(10);
  });
});
