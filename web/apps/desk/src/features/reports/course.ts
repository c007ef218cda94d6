import type { Report } from '@madoguchi/api';

/** What makes a step one in which something was going on. */
const BUSY = ['received', 'offered', 'handled', 'asked'];

export interface Point {
  start: string;
  [figure: string]: number | string | undefined;
}

/**
 * Every step from the first to the last in which anything went on: those between without a contact are there too, so that
 * time runs evenly. They counted none of `counts`; what is a share or an average of nothing is no figure.
 */
export function courseOf(course: Pick<Report, 'lines' | 'steps'>, counts: readonly string[]): Point[] {
  const of = new Map(course.lines.map(line => [line.start, line.figures]));
  const busy = course.steps.map(start => BUSY.some(code => of.get(start)?.[code]));
  const [from, to] = [busy.indexOf(true), busy.lastIndexOf(true)];
  if (from < 0) return [];
  const none = Object.fromEntries(counts.map(code => [code, 0]));
  return course.steps.slice(from, to + 1).map(start => ({ ...none, ...of.get(start), start }));
}
