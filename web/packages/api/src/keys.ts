import type { Id } from './types';

/** Where answers lie in the cache. Shared, because a live event of one room refreshes the pages of another. */
export const keys = {
  session: ['session'],
  desk: ['desk'],
  customers: ['customers'],
  customer: (id: Id) => ['customers', 'one', id],
  customerSearch: (q: string) => ['customers', 'search', q],
  vocabulary: ['vocabulary'],
  imports: ['imports'],
  timeline: ['timeline'],
  timelineOf: (customer: Id, kind: string | null) => ['timeline', customer, kind],
  cases: ['cases'],
  case: (id: Id) => ['cases', 'one', id],
  tasks: ['tasks'],
  crmCard: (customer: Id) => ['crm', 'card', customer],
  interactions: ['interactions'],
  interaction: (id: Id) => ['interactions', 'one', id],
  queues: ['queues'],
  people: ['people'],
  users: ['users'],
  user: (id: Id) => ['users', 'one', id],
  teams: ['teams'],
  lines: ['lines'],
  apiKeys: ['apiKeys'],
  settings: ['settings'],
  audit: ['audit'],
} as const;
