import { keys, type Desk, type DeskCall, type DeskWrapup, type ScreenPop } from '@madoguchi/api';
import { describe, expect, it, vi } from 'vitest';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { callChanged, deskLive, offerEnded, queuesMoved, recognised, wrapupChanged } from './live';
import { focusOf } from './state';

const pop = (interaction: string, customer: string | null = null) => ({ offer: { id: `o-${interaction}`, made: '', expires: '' }, interaction: { id: interaction }, customer: customer && { id: customer } }) as ScreenPop;
const call = (interaction: string): DeskCall => ({ interaction, segment: 's', state: 'talking', muted: false, since: '', connected: '', recording: false, recording_paused: null, consent: null, parties: [], invitation: null, parked: null, parked_by_me: false, hand: null, pop: pop(interaction) });
const wrapup = (id: string, state: string) => ({ id, state, pop: pop(id) }) as DeskWrapup;
const desk = (part: Partial<Desk> = {}): Desk => ({ presence: { state: 'ready', since: '', reason: null, due: null, after: 'ready' }, offer: null, calls: [], wrapups: [], tasks: [], queues: [], ...part });

describe('live events on the desk', () => {
  it('take back only the offer that is over', () => {
    const ringing = desk({ offer: pop('a') });
    expect(offerEnded(ringing, { offer: 'o-b', interaction: 'b', state: 'withdrawn' }).offer).not.toBeNull();
    expect(offerEnded(ringing, { offer: 'o-a', interaction: 'a', state: 'withdrawn' }).offer).toBeNull();
  });

  it('move a call on without losing its screen, and remove it when it has ended', () => {
    const { pop: screen, ...now } = call('a');
    const held = callChanged(desk({ calls: [call('a')] }), { ...now, state: 'held' });
    expect(held.calls[0]).toEqual({ ...now, state: 'held', pop: screen });
    expect(callChanged(held, { ...now, state: 'ended' }).calls).toEqual([]);
  });

  it('put the customer on every screen of the contact, keeping what rings', () => {
    const known = recognised(desk({ offer: pop('a'), calls: [call('b')] }), { ...pop('a', 'c1'), offer: null });
    expect([known.offer?.customer?.id, known.offer?.offer?.id, known.calls[0]?.pop.customer]).toEqual(['c1', 'o-a', null]);
  });

  it('let a finished form go and keep one that is owed', () => {
    const two = desk({ wrapups: [wrapup('a', 'due'), wrapup('b', 'overdue')] });
    expect(wrapupChanged(two, wrapup('a', 'done')).wrapups.map(each => each.id)).toEqual(['b']);
  });

  it('change the figures of my queues only', () => {
    const load = { id: '', code: '', name_ja: '', name_en: '', waiting: 0, oldest: null, oldest_contact: null, agents: {} };
    const mine = desk({ queues: [{ id: 'q1', name_ja: '', name_en: '', waiting: 0, longest_wait_since: null, ready: 1 }] });
    const moved = queuesMoved(mine, { at: '', queues: [{ ...load, id: 'q1', waiting: 2, oldest: 't', agents: { ready: 3 } }, { ...load, id: 'q2', waiting: 9 }] });
    expect(moved.queues).toEqual([{ id: 'q1', name_ja: '', name_en: '', waiting: 2, longest_wait_since: 't', ready: 3 }]);
  });
});

/** A desk on screen whose reads are answered by the test. */
function read() {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const answers: ((desk: Desk) => void)[] = [];
  const observer = new QueryObserver<Desk>(cache, { queryKey: keys.desk, queryFn: () => new Promise<Desk>(resolve => answers.push(resolve)), staleTime: Infinity });
  observer.subscribe(() => undefined);
  const answer = async (at: number, with_: Desk) => {
    await vi.waitFor(() => { expect(answers.length).toBeGreaterThan(at); });
    answers[at]!(with_);
  };
  const shown = () => cache.getQueryData<Desk>(keys.desk);
  return { cache, answer, shown, answers };
}

describe('a push during a read', () => {
  it('is not painted over by the older answer', async () => {
    const { cache, answer, shown, answers } = read();
    await answer(0, desk());
    await vi.waitFor(() => { expect(shown()).toBeDefined(); });
    void cache.invalidateQueries({ queryKey: keys.desk });
    deskLive['offer.made']!(cache, pop('a') as never, undefined);
    await answer(1, desk());
    expect(shown()?.offer?.offer?.id).toBe('o-a');
    await answer(2, desk({ offer: pop('a') }));
    await vi.waitFor(() => { expect(cache.isFetching()).toBe(0); });
    expect([shown()?.offer?.offer?.id, answers.length]).toEqual(['o-a', 3]);
  });

  it('is read again when it came before the first answer', async () => {
    const { cache, answer, shown } = read();
    deskLive['offer.made']!(cache, pop('a') as never, undefined);
    await answer(0, desk());
    await answer(1, desk({ offer: pop('a') }));
    await vi.waitFor(() => { expect(shown()?.offer?.offer?.id).toBe('o-a'); });
  });
});

describe('what the middle of the desk is about', () => {
  it('is the call, then what rings, then the form that runs, then the one that is owed', () => {
    const all = desk({ calls: [call('a')], offer: pop('b'), wrapups: [wrapup('c', 'overdue'), wrapup('d', 'due')] });
    expect(focusOf(all).kind).toBe('call');
    expect(focusOf({ ...all, calls: [] }).kind).toBe('ringing');
    const forms = focusOf({ ...all, calls: [], offer: null });
    expect(forms.kind === 'wrapup' && forms.wrapup.id).toBe('d');
    const owed = focusOf(desk({ wrapups: [wrapup('c', 'overdue'), wrapup('d', 'overdue')] }));
    expect(owed.kind === 'wrapup' && owed.wrapup.id, 'the form does not change under the hands when its time runs out').toBe('d');
    expect(focusOf(desk()).kind).toBe('idle');
    expect(focusOf(undefined).kind).toBe('idle');
  });
});
