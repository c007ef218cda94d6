import { GROUPS, type Group } from './groups';

/** Which people the page shows, kept in the address so that it can be handed on. */
export interface QueuesSearch {
  queue?: string;
  state?: Group;
}

export function queuesSearch(search: Record<string, unknown>): QueuesSearch {
  const state = GROUPS.find(group => group === search['state']);
  return { ...(typeof search['queue'] === 'string' && { queue: search['queue'] }), ...(state && { state }) };
}
