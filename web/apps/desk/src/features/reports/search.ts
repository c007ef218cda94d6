export const VIEWS = ['queue', 'line', 'team', 'person', 'time'] as const;
export const STEPS = ['half_hour', 'day'] as const;
export const SHOWN = ['in', 'out', 'all'] as const;

/** The key of the line of what came to no queue, or belongs to no line of business. */
export const NOBODY = 'none';

/** Which report is shown and which figure of it is open, kept in the address so that it can be handed on. */
export interface ReportSearch {
  first?: string;
  last?: string;
  view?: (typeof VIEWS)[number];
  step?: (typeof STEPS)[number];
  metric?: string;
  queue?: string;
  line?: string;
  team?: string;
  person?: string;
  direction?: 'in' | 'out';
  /** The open figure: of which metric, of which line (`key` is of `view`'s kind) and from when. */
  open?: string;
  key?: string;
  at?: string;
  shown?: (typeof SHOWN)[number];
  finding?: string;
}

/** No figure is open. */
export const CLOSED = { open: undefined, key: undefined, at: undefined, shown: undefined } as const;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const day = (value: unknown): string | undefined => (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined);
const oneOf = <Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined => choices.find(each => each === value);

export function reportSearch(search: Record<string, unknown>): ReportSearch {
  const found = {
    first: day(search['first']),
    last: day(search['last']),
    view: oneOf(VIEWS, search['view']),
    step: oneOf(STEPS, search['step']),
    metric: text(search['metric']),
    queue: text(search['queue']),
    line: text(search['line']),
    team: text(search['team']),
    person: text(search['person']),
    direction: oneOf(['in', 'out'] as const, search['direction']),
    open: text(search['open']),
    key: text(search['key']),
    at: text(search['at']),
    shown: oneOf(SHOWN, search['shown']),
    finding: text(search['finding']),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** Another day, so many days later. */
export function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** How many days from the first to the last, both counted. */
export const daysBetween = (first: string, last: string) => Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;

/** The same weekdays before: a day's week before, for longer periods as many whole weeks as they take. */
export function before(first: string, last: string): { first: string; last: string } {
  const back = 7 * Math.ceil(daysBetween(first, last) / 7);
  return { first: addDays(first, -back), last: addDays(last, -back) };
}
