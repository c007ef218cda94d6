import type { QueueLoad } from '@madoguchi/api';

/** What people do, as the table counts it: overdue wrap-up is wrap-up, training is a break from calls. The worrying first. */
export const GROUPS = ['not_responding', 'wrap_up', 'busy', 'ready', 'away', 'offline'] as const;
export type Group = (typeof GROUPS)[number];

const members: Record<Group, readonly string[]> = {
  not_responding: ['not_responding'],
  wrap_up: ['wrap_up', 'wrap_up_overdue'],
  busy: ['busy'],
  ready: ['ready'],
  away: ['break', 'training'],
  offline: ['offline'],
};

export const groupOf = (presence: string): Group => GROUPS.find(group => members[group].includes(presence)) ?? 'offline';

/** How many of those who serve a queue are in a group. */
export const countIn = (agents: Record<string, number>, group: Group): number => members[group].reduce((sum, presence) => sum + (agents[presence] ?? 0), 0);

/** Overdue and missed ask for somebody: they stand out, in a word and a colour. */
export const worrying = (presence: string): boolean => presence === 'not_responding' || presence === 'wrap_up_overdue';

const since = (queue: QueueLoad) => (queue.oldest ? Date.parse(queue.oldest) : Infinity);

/** The queue whose caller has waited longest comes first, the empty ones after by code. */
export const byDanger = (a: QueueLoad, b: QueueLoad): number => (since(a) < since(b) ? -1 : since(a) > since(b) ? 1 : a.code.localeCompare(b.code));
