import type { AgentRow, QueueLoad, QueueTable } from '@madoguchi/api';
import { describe, expect, it } from 'vitest';
import { byDanger, countIn, groupOf } from './groups';
import { agentChanged, queuesMoved } from './live';
import { queuesSearch } from './search';

const load = (id: string, waiting: number): QueueLoad => ({ id, code: id, name_ja: id, name_en: id, waiting, oldest: null, oldest_contact: null, agents: {} });
const agent = (user: string, presence: string): AgentRow => ({ user, presence, reason: null, since: '', interaction: null, queues: [] });
const table: QueueTable = { at: '1', queues: [load('a', 0), load('b', 0)], agents: [agent('u', 'ready')], names: { u: 'U' } };

describe('the live table', () => {
  it('shows a queue that moved as it stands now and leaves the others', () => {
    const now = queuesMoved(table, { at: '2', queues: [load('b', 3)] });
    expect([now.at, now.queues.map(queue => queue.waiting)]).toEqual(['2', [0, 3]]);
  });

  it('shows who came and what they do, and lets go who left', () => {
    const came = agentChanged(table, { at: '2', user: 'v', agent: agent('v', 'busy'), name: 'V' });
    expect(came.agents.map(each => [came.names[each.user], each.presence])).toEqual([['U', 'ready'], ['V', 'busy']]);
    const moved = agentChanged(came, { at: '3', user: 'u', agent: agent('u', 'break'), name: 'U' });
    expect(moved.agents.find(each => each.user === 'u')?.presence).toBe('break');
    expect(agentChanged(moved, { at: '4', user: 'v', agent: null, name: 'V' }).agents.map(each => each.user)).toEqual(['u']);
  });

  it('counts overdue wrap-up as wrap-up, and training as away', () => {
    const agents = { ready: 2, wrap_up: 1, wrap_up_overdue: 1, training: 1 };
    expect([countIn(agents, 'wrap_up'), countIn(agents, 'away'), countIn(agents, 'busy')]).toEqual([2, 1, 0]);
    expect(groupOf('training')).toBe('away');
  });

  it('puts the longest wait first and the empty queues last', () => {
    const queues = [load('empty', 0), { ...load('short', 1), oldest: '2026-11-23T10:00:30Z' }, { ...load('long', 1), oldest: '2026-11-23T10:00:00Z' }, load('also', 0)];
    expect(queues.sort(byDanger).map(queue => queue.id)).toEqual(['long', 'short', 'also', 'empty']);
  });

  it('takes only a state that there is from the address', () => {
    expect(queuesSearch({ queue: 'q', state: 'asleep' })).toEqual({ queue: 'q' });
  });
});
