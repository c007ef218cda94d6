import { keys, type AlertView, type Board, type BoardQueue, type LiveBodies, type MessageShown, type MyMonitoring } from '@madoguchi/api';
import { patch, put, type LiveHandlers } from '@madoguchi/live';
import { alertChanged } from './alerts';

/** The board with what moved on it. Queues and totals come whole, people as far as something about them changed. */
export function boardMoved(board: Board, { at, queues, totals, people, gone }: LiveBodies['board.changed']): Board {
  const moved = new Map(people.map(person => [person.user, person]));
  const left = new Set(gone);
  const kept = board.people.filter(person => !left.has(person.user)).map(person => moved.get(person.user) ?? person);
  const known = new Set(board.people.map(person => person.user));
  return { ...board, at, queues, totals, people: [...kept, ...people.filter(person => !known.has(person.user))] };
}

/** Whether the contacts behind a number may be others now. */
const countsMoved = (before: readonly BoardQueue[], now: readonly BoardQueue[]) => {
  const counts = (queues: readonly BoardQueue[]) => JSON.stringify(queues.map(({ id, waiting, oldest, day }) => [id, waiting, oldest, day]));
  return counts(before) !== counts(now);
};

export const supervisionLive: LiveHandlers = {
  'board.changed': (cache, moved: LiveBodies['board.changed']) => {
    const before = cache.getQueryData<Board>(keys.board);
    patch<Board>(cache, keys.board, board => boardMoved(board, moved));
    if (before && countsMoved(before.queues, moved.queues)) void cache.invalidateQueries({ queryKey: keys.stays });
  },
  'monitoring.mine': (cache, mine: MyMonitoring) => {
    put(cache, keys.monitoring, mine);
  },
  'presence.forced': (cache, ordered: LiveBodies['presence.forced']) => {
    put(cache, keys.ordered, ordered);
  },
  'alert.changed': (cache, changed: AlertView) => {
    patch<AlertView[]>(cache, keys.alerts, alerts => alertChanged(alerts, changed));
    void cache.invalidateQueries({ queryKey: keys.alertHistory });
  },
  'message.sent': (cache, message: MessageShown) => {
    patch<MessageShown[]>(cache, keys.unread, list => [message, ...list.filter(each => each.id !== message.id)]);
  },
  'message.read': (cache, { message }: LiveBodies['message.read']) => {
    patch<MessageShown[]>(cache, keys.unread, list => list.filter(each => each.id !== message));
    void cache.invalidateQueries({ queryKey: keys.messages });
  },
};
