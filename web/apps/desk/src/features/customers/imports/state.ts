import type { ImportView } from '@madoguchi/api';
import type { Tone } from '@madoguchi/ui';

/** States in which a job is at work: the page watches, and may be left. */
export const BUSY: readonly string[] = ['checking', 'running', 'undoing'];

/** The steps that people see; each state of an import belongs to one. */
export const STEPS = ['map', 'check', 'run', 'result'] as const;
const AT: Record<string, number> = { uploaded: 0, failed: 0, checking: 1, checked: 1, running: 2, done: 3, undoing: 3, undone: 3 };
export const stepOf = (state: string): number => AT[state] ?? 0;

export const toneOf: Record<string, Tone> = { checked: 'accent', done: 'ok', failed: 'bad', checking: 'warn', running: 'warn', undoing: 'warn' };

/** Lines that the run would write. */
export const readyOf = ({ total, counts }: ImportView): number => Math.max(0, total - counts.faulty - counts.skipped);

type Mapping = Record<string, string>;

/** The mapping with one column given to a field; the column that had the field before loses it. */
export function given(mapping: Mapping, column: string, field: string | null): Mapping {
  const others = Object.entries(mapping).filter(([at, each]) => at !== column && each !== field);
  return Object.fromEntries(field ? [...others, [column, field]] : others);
}

/** Why a mapping cannot be used yet, as a key of its text; null when it can. */
export function mappingFault(mapping: Mapping, matchBy: string): 'nameMissing' | 'matchMissing' | null {
  const fields = Object.values(mapping);
  if (!['name', 'family_name', 'company'].some(field => fields.includes(field))) return 'nameMissing';
  return matchBy !== 'none' && !fields.includes(matchBy) ? 'matchMissing' : null;
}
