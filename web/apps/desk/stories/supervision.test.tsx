/** The supervisor's board over the fixtures: what is asked of the server when it moves under one's hands. */
import type { Board, BoardPerson, BoardQueue } from '@madoguchi/api';
import { act, cleanup, configure, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { App } from '../src/app/App';
import { startTexts } from '../src/app/texts';
import { fakeServer, saved, sockets } from './server';
import { deskOf, session } from './world';

configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 40_000 });
afterEach(() => {
  cleanup();
  localStorage.clear();
});

const AT = '2026-04-01T01:00:00Z';
const target = { percent: 80, seconds: 20 };
const day = { offered: 0, answered: 0, in_time: 0, abandoned: 0, short_abandoned: 0, diverted: 0, decided: 0, handled: 0 };
const queue = (id: string, name: string): BoardQueue => ({ id, code: id, name_ja: name, name_en: name, waiting: 0, oldest: null, oldest_contact: null, agents: {}, target, day });
const sato: BoardPerson = { user: 'u1', name: '佐藤 由美', team: null, presence: 'ready', reason: null, since: AT, queues: ['q1'], queues_version: 31, talk: null, hand: null, beside: [] };
const queues = [queue('q1', '家電サポート'), queue('q2', '返品')];
const totals = [{ team: null, waiting: 0, oldest: null, oldest_queue: null, target, day }];
const board: Board = { at: AT, since: AT, queues, totals, people: [sato], teams: [], breaks: [] };

it('moves nobody over what another supervisor decided meanwhile, unless told to', async () => {
  localStorage.setItem('madoguchi.locale', 'ja');
  history.replaceState(null, '', '/supervision');
  sockets.clear();
  const me = session('ja', 'light');
  let tries = 0;
  const { asked } = fakeServer({
    session: { ...me, permissions: [...me.permissions, 'supervision.watch', 'routing.supervise'] },
    desk: deskOf('idle'),
    offline: false,
    answers: {
      'GET /supervision/board': () => board,
      'GET /routing/force-reasons': () => [],
      'PUT /routing/people/u1/queues': () => ((tries += 1) === 1 ? saved(32) : { queues: ['q1', 'q2'], version: 33 }),
    },
  });
  startTexts();
  render(<App />);
  const user = userEvent.setup({ delay: null });
  await waitFor(() => { expect(sockets.size).toBe(1); });
  await user.click(await screen.findByTestId('board-person'));
  await user.click(await screen.findByTestId('move-queues-choice'));
  await user.keyboard('返品{ArrowDown}{Enter}{Escape}');
  const moved = { at: AT, queues, totals, people: [{ ...sato, presence: 'training', queues: [], queues_version: 0 }], gone: [] };
  act(() => { for (const socket of sockets) socket.onmessage?.({ data: JSON.stringify({ seq: 1, event: 'board.changed', body: moved }) }); });
  await waitFor(() => { expect(screen.getByTestId('board-person').dataset['state']).toBe('training'); });
  await user.click(screen.getByTestId('move-queues-save'));
  await screen.findByTestId('conflict');
  await user.click(screen.getByTestId('move-queues-save'));
  await waitFor(() => { expect(screen.queryByTestId('conflict')).toBeNull(); });
  const tried = asked.filter(each => each.what === 'PUT /routing/people/u1/queues');
  expect(tried.map(({ body, match }) => [body, match])).toEqual([[{ queues: ['q1', 'q2'] }, '"31"'], [{ queues: ['q1', 'q2'] }, '"32"']]);
});
