import type { Tried } from '@madoguchi/api';

/** A simulated caller's path as the canvas shows it: the order of the steps, and the lines that were taken. */
export interface Path {
  /** Step → every turn at which the caller came by, from 1. */
  turns: ReadonlyMap<string, readonly number[]>;
  /** `step exit` of each line taken. */
  lines: ReadonlySet<string>;
}

export function pathOf(tried: Tried | undefined, leads: (step: string, exit: string) => string): Path | undefined {
  if (!tried) return undefined;
  const turns = new Map<string, number[]>();
  const lines = new Set<string>();
  let last: string | undefined;
  let turn = 0;
  for (const { step, exit } of tried.met) {
    if (step !== last) {
      turn += 1;
      turns.set(step, [...(turns.get(step) ?? []), turn]);
    }
    last = exit ? undefined : step;
    if (exit) lines.add(`${step} ${leads(step, exit)}`);
  }
  return { turns, lines };
}
