import type { Edge, Graph } from '@madoguchi/api';
import { begin, type Kind, type Known, type Step } from './kinds';

export const GRID = 20;
/** How far below a step the next one is put. */
export const BELOW = 120;
export const BESIDE = 240;

const snapped = (value: number) => Math.round(value / GRID) * GRID;
export const edgesOf = (graph: Graph): Edge[] => graph.edges ?? [];
export const stepOf = (graph: Graph, id: string | undefined): Step | undefined => graph.nodes.find(node => node.id === id);
export const placeOf = (step: Step) => ({ x: step.at?.x ?? 0, y: step.at?.y ?? 0 });
export const targetOf = (graph: Graph, source: string, exit: string) => edgesOf(graph).find(edge => edge.source === source && edge.exit === exit)?.target;

/** `menu`, `menu-2`, `menu-3` …: ids that tell the kind where people read them. */
export function freeId(graph: Graph, kind: Kind): string {
  const taken = new Set(graph.nodes.map(({ id }) => id));
  const word = kind.replace('_', '-');
  if (!taken.has(word)) return word;
  let number = 2;
  while (taken.has(`${word}-${String(number)}`)) number += 1;
  return `${word}-${String(number)}`;
}

/** Add a step at a place of the canvas; returns its id with the new graph. */
export function add(graph: Graph, kind: Kind, at: { x: number; y: number }, known: Known): { graph: Graph; id: string } {
  const id = freeId(graph, kind);
  const step = { ...begin(kind, id, known), at: { x: snapped(at.x), y: snapped(at.y) } } as Step;
  return { graph: { ...graph, nodes: [...graph.nodes, step] }, id };
}

/** Where a step fits below another: the first place in the row that nobody has. */
export function below(graph: Graph, from: Step | undefined): { x: number; y: number } {
  const { x, y } = from ? placeOf(from) : { x: 0, y: -BELOW };
  const taken = (left: number) => graph.nodes.some(node => Math.abs(placeOf(node).x - left) < BESIDE && Math.abs(placeOf(node).y - (y + BELOW)) < BELOW - GRID);
  let left = x;
  while (taken(left)) left += BESIDE;
  return { x: left, y: y + BELOW };
}

/** Lead a way out to a step, instead of wherever it led before. */
export function connect(graph: Graph, source: string, exit: string, target: string | null): Graph {
  const others = edgesOf(graph).filter(edge => edge.source !== source || edge.exit !== exit);
  return { ...graph, edges: target === null ? others : [...others, { source, exit, target }] };
}

/** Take steps out, with every line from and to them. The start stays. */
export function remove(graph: Graph, ids: readonly string[]): Graph {
  const gone = new Set(ids.filter(id => stepOf(graph, id)?.kind !== 'start'));
  return { nodes: graph.nodes.filter(({ id }) => !gone.has(id)), edges: edgesOf(graph).filter(({ source, target }) => !gone.has(source) && !gone.has(target)) };
}

export function patch(graph: Graph, id: string, part: Partial<Step>): Graph {
  return { ...graph, nodes: graph.nodes.map(node => (node.id === id ? ({ ...node, ...part } as Step) : node)) };
}

/** A way out has another name now (a digit, a branch): its line follows. With null it is gone, and its line too. */
export function renameExit(graph: Graph, id: string, before: string, after: string | null): Graph {
  const edges = edgesOf(graph).flatMap(edge => (edge.source === id && edge.exit === before ? (after === null ? [] : [{ ...edge, exit: after }]) : [edge]));
  return { ...graph, edges };
}

export function move(graph: Graph, places: ReadonlyMap<string, { x: number; y: number }>): Graph {
  return {
    ...graph,
    nodes: graph.nodes.map(node => {
      const to = places.get(node.id);
      return to ? ({ ...node, at: { x: snapped(to.x), y: snapped(to.y) } } as Step) : node;
    }),
  };
}

export function duplicate(graph: Graph, id: string): { graph: Graph; id: string } {
  const step = stepOf(graph, id)!;
  const copy = { ...step, id: freeId(graph, step.kind), at: { x: placeOf(step).x + 2 * GRID, y: placeOf(step).y + 2 * GRID } } as Step;
  return { graph: { ...graph, nodes: [...graph.nodes, copy] }, id: copy.id };
}

/** Steps as they are read: from the start along the lines, each once; at the end those that nothing leads to. */
export function inOrder(graph: Graph, exits: (id: string) => readonly string[]): Step[] {
  const start = graph.nodes.find(({ kind }) => kind === 'start');
  const seen = new Set<string>(start ? [start.id] : []);
  const queue = [...seen];
  for (const id of queue) {
    const lines = edgesOf(graph).filter(({ source }) => source === id);
    const rank = (exit: string) => { const at = exits(id).indexOf(exit); return at < 0 ? 99 : at; };
    for (const { target } of lines.sort((a, b) => rank(a.exit) - rank(b.exit))) {
      if (seen.has(target) || !stepOf(graph, target)) continue;
      seen.add(target);
      queue.push(target);
    }
  }
  return [...queue.map(id => stepOf(graph, id)!), ...graph.nodes.filter(({ id }) => !seen.has(id))];
}

/** Everything in rows: each step below all that lead to it, rows centred, in the order of the ways out. */
export function tidy(graph: Graph, exits: (id: string) => readonly string[], width: (id: string) => number | undefined = () => undefined): Graph {
  const order = inOrder(graph, exits);
  const rank = new Map(order.map(({ id }, at) => [id, at]));
  const row = new Map<string, number>();
  for (const { id } of order) {
    const above = edgesOf(graph).filter(edge => edge.target === id && rank.get(edge.source)! < rank.get(id)!);
    row.set(id, Math.max(0, ...above.map(edge => (row.get(edge.source) ?? -1) + 1)));
  }
  const rows = new Map<number, string[]>();
  for (const { id } of order) rows.set(row.get(id)!, [...(rows.get(row.get(id)!) ?? []), id]);
  const places = new Map<string, { x: number; y: number }>();
  for (const [y, ids] of rows) {
    const widths = ids.map(id => width(id) ?? BESIDE - 2 * GRID);
    let left = -(widths.reduce((sum, each) => sum + each, 0) + (ids.length - 1) * 2 * GRID) / 2;
    ids.forEach((id, at) => {
      places.set(id, { x: left, y: y * BELOW });
      left += widths[at]! + 2 * GRID;
    });
  }
  return move(graph, places);
}

export interface Difference {
  added: Step[];
  removed: Step[];
  changed: Step[];
  /** Lines that lead elsewhere, are new or gone. */
  lines: number;
}

/** What differs between an older graph and a newer one; where steps stand does not count. */
export function difference(older: Graph, newer: Graph): Difference {
  const bare = (step: Step) => JSON.stringify(Object.entries({ ...step, at: undefined }).sort());
  const before = new Map(older.nodes.map(step => [step.id, step]));
  const after = new Map(newer.nodes.map(step => [step.id, step]));
  const line = ({ source, exit, target }: Edge) => `${source} ${exit} ${target}`;
  const [old, now] = [new Set(edgesOf(older).map(line)), new Set(edgesOf(newer).map(line))];
  return {
    added: newer.nodes.filter(({ id }) => !before.has(id)),
    removed: older.nodes.filter(({ id }) => !after.has(id)),
    changed: newer.nodes.filter(step => before.has(step.id) && bare(before.get(step.id)!) !== bare(step)),
    lines: [...now].filter(each => !old.has(each)).length + [...old].filter(each => !now.has(each)).length,
  };
}
