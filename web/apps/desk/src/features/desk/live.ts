import { keys, type BesideMe, type CardShown, type Desk, type DeskCall, type Id, type LiveBodies, type ScreenPop, type WrapupShown } from '@madoguchi/api';
import { patch, put, type LiveHandlers } from '@madoguchi/live';
import type { QueryClient } from '@tanstack/react-query';
import { paintOf } from './paint';

type CallChanged = Omit<DeskCall, 'pop'>;

const change = (cache: QueryClient, by: (desk: Desk) => Desk) => { patch(cache, keys.desk, by); };
const reread = (cache: QueryClient) => void cache.invalidateQueries({ queryKey: keys.desk });
const rereadCustomer = (cache: QueryClient) => {
  reread(cache);
  void cache.invalidateQueries({ queryKey: keys.timeline });
};

/** What rings is painted from the push itself: no second question to the server lies on a ringing call's road. */
export const offered = (desk: Desk, pop: ScreenPop): Desk => ({ ...desk, offer: pop });

export const offerEnded = (desk: Desk, { offer }: LiveBodies['offer.ended']): Desk => (desk.offer?.offer?.id === offer ? { ...desk, offer: null } : desk);

export function callChanged(desk: Desk, changed: CallChanged): Desk {
  if (changed.state === 'ended') return { ...desk, calls: desk.calls.filter(call => call.interaction !== changed.interaction) };
  return { ...desk, calls: desk.calls.map(call => (call.interaction === changed.interaction ? { ...call, ...changed } : call)) };
}

export function wrapupChanged(desk: Desk, changed: WrapupShown): Desk {
  if (changed.state === 'done') return { ...desk, wrapups: desk.wrapups.filter(wrapup => wrapup.id !== changed.id) };
  return { ...desk, wrapups: desk.wrapups.map(wrapup => (wrapup.id === changed.id ? { ...wrapup, ...changed } : wrapup)) };
}

/** The figures of the queues I serve; other queues' are not mine to show. */
export function queuesMoved(desk: Desk, { queues }: LiveBodies['queue.changed']): Desk {
  const moved = new Map(queues.map(queue => [queue.id, queue]));
  return {
    ...desk,
    queues: desk.queues.map(queue => {
      const now = moved.get(queue.id);
      return now ? { ...queue, waiting: now.waiting, longest_wait_since: now.oldest, ready: now.agents['ready'] ?? 0 } : queue;
    }),
  };
}

/** Who the contact is with is known now (or corrected): on the call, the offer and the form alike. */
export function recognised(desk: Desk, pop: ScreenPop): Desk {
  const renew = (old: ScreenPop) => (old.interaction.id === pop.interaction.id ? { ...pop, offer: old.offer } : old);
  return {
    ...desk,
    offer: desk.offer && renew(desk.offer),
    calls: desk.calls.map(call => ({ ...call, pop: renew(call.pop) })),
    wrapups: desk.wrapups.map(wrapup => ({ ...wrapup, pop: renew(wrapup.pop) })),
  };
}

const knows = (cache: QueryClient, interaction: Id) => cache.getQueryData<Desk>(keys.desk)?.calls.some(call => call.interaction === interaction) ?? false;

export const deskLive: LiveHandlers = {
  'offer.made': (cache, pop: ScreenPop, trace) => {
    change(cache, desk => offered(desk, pop));
    paintOf(trace);
  },
  'offer.ended': (cache, ended: LiveBodies['offer.ended']) => {
    change(cache, desk => offerEnded(desk, ended));
    reread(cache);
  },
  'call.changed': (cache, changed: CallChanged) => {
    const known = knows(cache, changed.interaction);
    change(cache, desk => callChanged(desk, changed));
    if (!known || changed.state === 'ended') reread(cache);
  },
  'monitoring.beside': (cache, { people }: LiveBodies['monitoring.beside']) => {
    put<BesideMe[]>(cache, keys.beside, people);
  },
  'call.told': (cache, told: LiveBodies['call.told']) => {
    put(cache, keys.told, told);
  },
  'parked.changed': cache => void cache.invalidateQueries({ queryKey: keys.parked }),
  'contact.recognised': (cache, pop: ScreenPop) => {
    change(cache, desk => recognised(desk, pop));
  },
  'presence.changed': (cache, { presence, ...rest }: LiveBodies['presence.changed']) => {
    change(cache, desk => ({ ...desk, presence: { state: presence, ...rest } }));
  },
  'wrapup.opened': reread,
  'wrapup.changed': (cache, changed: WrapupShown) => {
    change(cache, desk => wrapupChanged(desk, changed));
  },
  'wrapup.overdue': (cache, changed: WrapupShown) => {
    change(cache, desk => wrapupChanged(desk, changed));
  },
  'queue.changed': (cache, moved: LiveBodies['queue.changed']) => {
    change(cache, desk => queuesMoved(desk, moved));
  },
  'wrapup_rules.changed': cache => {
    for (const queryKey of [keys.reasons, keys.wrapupRules, keys.wrapupTemplates]) void cache.invalidateQueries({ queryKey });
  },
  'task.changed': reread,
  'crm.card': (cache, card: CardShown) => {
    const subject = card.customer_id ?? card.interaction_id;
    if (subject) put(cache, keys.crmCard(subject), card);
  },
  'customer.changed': rereadCustomer,
  'case.changed': rereadCustomer,
  'note.written': rereadCustomer,
};
