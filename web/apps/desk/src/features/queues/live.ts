import { keys, type LiveBodies, type QueueTable } from '@madoguchi/api';
import { patch, type LiveHandlers } from '@madoguchi/live';
import type { QueryClient } from '@tanstack/react-query';

/** Queues that moved, as they stand now. */
export function queuesMoved(table: QueueTable, { at, queues }: LiveBodies['queue.changed']): QueueTable {
  const moved = new Map(queues.map(queue => [queue.id, queue]));
  return { ...table, at, queues: table.queues.map(queue => moved.get(queue.id) ?? queue) };
}

/** A person who came, moved or left the table. */
export function agentChanged(table: QueueTable, { at, user, agent, name }: LiveBodies['agent.changed']): QueueTable {
  const others = table.agents.filter(each => each.user !== user);
  return { ...table, at, agents: agent ? [...others, agent] : others, names: { ...table.names, [user]: name } };
}

/** A queue that was opened or closed is not in the figures that came: the table is read again. */
function knowsAll(cache: QueryClient, { queues }: LiveBodies['queue.changed']): boolean {
  const known = cache.getQueryData<QueueTable>(keys.queueTable)?.queues;
  return !known || (queues.length > 0 && queues.every(queue => known.some(each => each.id === queue.id)));
}

export const queuesLive: LiveHandlers = {
  'queue.changed': (cache, moved: LiveBodies['queue.changed']) => {
    patch<QueueTable>(cache, keys.queueTable, table => queuesMoved(table, moved));
    if (!knowsAll(cache, moved)) void cache.invalidateQueries({ queryKey: keys.queueTable });
  },
  'hand.changed': cache => void cache.invalidateQueries({ queryKey: keys.hands }),
  'agent.changed': (cache, changed: LiveBodies['agent.changed']) => {
    patch<QueueTable>(cache, keys.queueTable, table => agentChanged(table, changed));
  },
};
