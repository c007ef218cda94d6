import type { BoardPerson, BoardQueue } from '@madoguchi/api';

/** What people do, as the board counts it: overdue wrap-up is wrap-up, training is a break from calls. The worrying first. */
export const GROUPS = ['not_responding', 'busy', 'wrap_up', 'ready', 'away', 'offline'] as const;
export type Group = (typeof GROUPS)[number];

const members: Record<Group, readonly string[]> = {
  not_responding: ['not_responding'],
  busy: ['busy'],
  wrap_up: ['wrap_up', 'wrap_up_overdue'],
  ready: ['ready'],
  away: ['break', 'training'],
  offline: ['offline'],
};

export const groupOf = (presence: string): Group => GROUPS.find(group => members[group].includes(presence)) ?? 'offline';
export const countIn = (agents: Record<string, number>, group: Group): number => members[group].reduce((sum, presence) => sum + (agents[presence] ?? 0), 0);
/** How many of those who serve a queue are at work at all. */
export const staffed = (agents: Record<string, number>): number => Object.entries(agents).reduce((sum, [presence, count]) => sum + (presence === 'offline' ? 0 : count), 0);

const HOLD_IS_LONG = 120_000;
const WRAP_UP_IS_LONG = 180_000;

/** Why somebody may need the supervisor, the most urgent first; undefined: nothing to see to. */
export type Worry = 'hand' | 'not_responding' | 'overdue' | 'hold' | 'wrap_up';
const WORRIES: readonly Worry[] = ['hand', 'not_responding', 'overdue', 'hold', 'wrap_up'];

export function worryOf({ hand, presence, talk, since }: BoardPerson, now: number): Worry | undefined {
  if (hand) return 'hand';
  if (presence === 'not_responding') return 'not_responding';
  if (presence === 'wrap_up_overdue') return 'overdue';
  if (talk?.status === 'held' && now - Date.parse(talk.since) > HOLD_IS_LONG) return 'hold';
  if (presence === 'wrap_up' && since && now - Date.parse(since) > WRAP_UP_IS_LONG) return 'wrap_up';
  return undefined;
}

const rank = (person: BoardPerson, now: number) => {
  const worry = worryOf(person, now);
  return worry ? WORRIES.indexOf(worry) : WORRIES.length + GROUPS.indexOf(groupOf(person.presence));
};
const start = ({ since }: BoardPerson) => since ?? '';

/** Who needs somebody comes first, then by what they do, and there the longest. */
export const byUrgency = (now: number) => (a: BoardPerson, b: BoardPerson): number => rank(a, now) - rank(b, now) || start(a).localeCompare(start(b)) || a.user.localeCompare(b.user);

/** The queue whose caller has waited longest comes first, then the one furthest below its target, then by code. */
export function byDanger(a: BoardQueue, b: BoardQueue): number {
  const wait = (queue: BoardQueue) => (queue.oldest ? Date.parse(queue.oldest) : Infinity);
  const short = (queue: BoardQueue) => (queue.day.service_level ?? 100) - queue.target.percent;
  if (wait(a) !== wait(b)) return wait(a) < wait(b) ? -1 : 1;
  return short(a) - short(b) || a.code.localeCompare(b.code);
}

/** Callers wait and nobody who serves the queue is free. */
export const unserved = (queue: BoardQueue): boolean => queue.waiting > 0 && countIn(queue.agents, 'ready') === 0;
/** Below what it is held to. */
export const missed = ({ day, target }: BoardQueue): boolean => day.service_level !== null && day.service_level !== undefined && day.service_level < target.percent;
