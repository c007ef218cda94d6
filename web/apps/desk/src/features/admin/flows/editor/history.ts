import type { Graph } from '@madoguchi/api';

/** A graph with its past and its future. */
export interface Past {
  now: Graph;
  before: readonly Graph[];
  after: readonly Graph[];
  /** What the last change was about: the next one about the same, soon after, belongs to it. */
  about: string | undefined;
  at: number;
}

const MOST = 100;
const TOGETHER_MS = 1200;

export const opened = (now: Graph): Past => ({ now, before: [], after: [], about: undefined, at: 0 });

/** Typing a name is one step back, not one for each letter: changes about the same within a moment are one. */
export function changed(past: Past, next: Graph, about: string | undefined, at: number): Past {
  if (next === past.now) return past;
  const same = about !== undefined && about === past.about && at - past.at < TOGETHER_MS;
  return { now: next, before: same ? past.before : [...past.before, past.now].slice(-MOST), after: [], about, at };
}

export function undone(past: Past): Past {
  const last = past.before.at(-1);
  return last ? { now: last, before: past.before.slice(0, -1), after: [past.now, ...past.after], about: undefined, at: 0 } : past;
}

export function redone(past: Past): Past {
  const [next, ...rest] = past.after;
  return next ? { now: next, before: [...past.before, past.now], after: rest, about: undefined, at: 0 } : past;
}
