import type { CaseRow } from '@madoguchi/api';

const STATUSES = ['new', 'open', 'pending', 'resolved', 'closed'] as const;
const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
const SORTS = ['urgency', 'due', 'newest'] as const;
const DUES = ['overdue', 'today', 'week'] as const;

/** What the list shows, kept in the address, so that it can be linked to and gone back to. */
export interface CaseSearch {
  q?: string;
  /** A status, or `any`; without it the open ones. */
  status?: CaseRow['status'] | 'any';
  priority?: CaseRow['priority'];
  /** A person's id, `me` or `nobody`. */
  assignee?: string;
  due?: (typeof DUES)[number];
  sort?: (typeof SORTS)[number];
  customer?: string;
}

const oneOf = <Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined => choices.find(each => each === value);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export function caseSearch(search: Record<string, unknown>): CaseSearch {
  const found: CaseSearch = {
    q: text(search['q']),
    status: oneOf([...STATUSES, 'any'], search['status']),
    priority: oneOf(PRIORITIES, search['priority']),
    assignee: text(search['assignee']),
    due: oneOf(DUES, search['due']),
    sort: oneOf(SORTS, search['sort']),
    customer: text(search['customer']),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** A new case may know whom and which contact it is about. */
export const newCaseSearch = (search: Record<string, unknown>): { customer?: string; interaction?: string } =>
  Object.fromEntries(Object.entries({ customer: text(search['customer']), interaction: text(search['interaction']) }).filter(([, value]) => value !== undefined));

/** The moment before which a case must be due to be shown. */
export function dueBefore(due: CaseSearch['due'], now = new Date()): string | undefined {
  if (!due) return undefined;
  if (due === 'overdue') return now.toISOString();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + (due === 'today' ? 1 : 7)).toISOString();
}

export { DUES, PRIORITIES, SORTS, STATUSES };
