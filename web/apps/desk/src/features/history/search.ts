export const OUTCOMES = ['none', 'classified', 'unclassified', 'abandoned', 'missed', 'callback', 'voicemail'] as const;
export const DIRECTIONS = ['in', 'out'] as const;

/** What the history shows, kept in the address: every figure elsewhere can open its rows here. Days are `YYYY-MM-DD`. */
export interface HistorySearch {
  since?: string;
  until?: string;
  user?: string;
  queue?: string;
  line?: string;
  direction?: (typeof DIRECTIONS)[number];
  outcome?: (typeof OUTCOMES)[number];
  number?: string;
  customer?: string;
}

const oneOf = <Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined => choices.find(each => each === value);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);
const day = (value: unknown): string | undefined => (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined);

export function historySearch(search: Record<string, unknown>): HistorySearch {
  const found: HistorySearch = {
    since: day(search['since']),
    until: day(search['until']),
    user: text(search['user']),
    queue: text(search['queue']),
    line: text(search['line']),
    direction: oneOf(DIRECTIONS, search['direction']),
    outcome: oneOf(OUTCOMES, search['outcome']),
    number: text(search['number']),
    customer: text(search['customer']),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** A number as people type it (090-1234-5678, 5678) as the server searches it: E.164, or its last digits. */
export function numberAsked(typed: string | undefined): string | undefined {
  const digits = typed?.normalize('NFKC').replace(/[^\d+]/g, '') ?? '';
  if (digits === '') return undefined;
  return digits.startsWith('0') && digits.length >= 9 ? `+81${digits.slice(1)}` : digits;
}

const midnight = (date: string, plusDays = 0) => {
  const [year, month, dayOfMonth] = date.split('-').map(Number);
  return new Date(year!, month! - 1, dayOfMonth! + plusDays).toISOString();
};

/** The search as the server takes it: whole days of the reader's time zone. */
export const asQuery = (search: HistorySearch) => ({
  since: search.since && midnight(search.since),
  until: search.until && midnight(search.until, 1),
  user: search.user,
  queue: search.queue,
  line_of_business: search.line,
  direction: search.direction,
  outcome: search.outcome,
  number: numberAsked(search.number),
  customer: search.customer,
});
