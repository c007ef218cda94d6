import type { TaskRow } from '@madoguchi/api';

export const WHOSE = ['mine', 'anybody', 'all'] as const;
export const WHENS = ['overdue', 'today', 'later', 'done'] as const;
export const KINDS = ['callback', 'missed_call', 'voicemail', 'second_line', 'follow_up', 'todo'] as const;

/** What the list shows, kept in the address. `new` opens the form, for a case or a customer where they are named. */
export interface TaskSearch {
  whose?: (typeof WHOSE)[number];
  when?: (typeof WHENS)[number];
  kind?: TaskRow['kind'];
  new?: boolean;
  case?: string;
  customer?: string;
}

const oneOf = <Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined => choices.find(each => each === value);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export function taskSearch(search: Record<string, unknown>): TaskSearch {
  const found: TaskSearch = {
    whose: oneOf(WHOSE, search['whose']),
    when: oneOf(WHENS, search['when']),
    kind: oneOf(KINDS, search['kind']),
    new: search['new'] === true || search['new'] === 'true' ? true : undefined,
    case: text(search['case']),
    customer: text(search['customer']),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** The moment before which a task must be due to be shown. */
export function dueBefore(when: TaskSearch['when'], now = new Date()): string | undefined {
  if (when === 'overdue') return now.toISOString();
  if (when === 'today') return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).toISOString();
  return undefined;
}
