/** Board and reports over the fixtures: every number leads to its rows by keyboard, says what it means, and is of whom was chosen. */
import type { Board, Catalogue, Definition, Report } from '@madoguchi/api';
import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { App } from '../src/app/App';
import { startTexts } from '../src/app/texts';
import { fakeServer } from './server';
import { deskOf, session } from './world';

configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 40_000 });
afterEach(() => {
  cleanup();
  localStorage.clear();
});

const metric = (code: string, unit: Definition['unit'] = 'count') => ({ code, name: code, definition: `${code} とは`, formula: `${code} の式`, unit, unit_name: '', better: 'neither', by: [], share: false }) as Definition;
const catalogue: Catalogue = {
  metrics: [metric('service_level', 'percent'), metric('abandon_rate', 'percent'), metric('asa', 'seconds'), metric('handled'), metric('aht', 'seconds')],
  moments: [metric('waiting'), metric('longest_wait', 'seconds'), metric('ready'), metric('at_work')],
  zone: 'Asia/Tokyo', day_begins: '00:00', today: '2026-11-26',
};
const at = '2026-11-26T01:00:00Z';
const target = { percent: 80, seconds: 20 };
const day = { offered: 9, answered: 6, in_time: 4, abandoned: 2, short_abandoned: 1, diverted: 0, decided: 8, handled: 5, service_level: 50, abandon_rate: 25, asa: 20, aht: 250 };
const person = (user: string, name: string, presence: string) => ({ user, name, team: null, presence, reason: null, since: at, queues: ['q1'], queues_version: 1, talk: null, hand: null, beside: [] });
const board = {
  at, since: at, teams: [], breaks: [],
  queues: [{ id: 'q1', code: 'support', name_ja: 'サポート', name_en: 'Support', waiting: 1, oldest: at, oldest_contact: 'i1', agents: { ready: 1, busy: 1, offline: 1 }, target, day }],
  totals: [{ team: null, waiting: 1, oldest: at, oldest_queue: 'q1', target, day }],
  people: [person('p1', '佐藤 由美', 'ready'), person('p2', '鈴木 健一', 'busy'), person('p3', '田中 翔', 'offline')],
} as Board;
const handled = { items: [{ part: { segment: 's1', interaction: 'i1', user: 'p1', queue: 'q1', connected: at, talk: 200, hold: 20, wrap: 30 }, customer: null, address: '+81312345678', withheld: null }], next: null, users: [{ id: 'p1', name: '佐藤 由美', kana: '', email: '' }], customers: [] };

function opened(path: string, permissions: string[], answers: Record<string, () => unknown>) {
  localStorage.setItem('madoguchi.locale', 'ja');
  history.replaceState(null, '', path);
  const mine = session('ja', 'light');
  const server = fakeServer({ session: { ...mine, permissions: [...mine.permissions, 'reports.own', ...permissions] }, desk: deskOf('idle'), offline: false, answers: { 'GET /reports/metrics': () => catalogue, 'GET /alerts': () => [], ...answers } });
  startTexts();
  render(<App />);
  return { ...server, user: userEvent.setup({ delay: null }) };
}

const atBoard = () => opened('/supervision', ['supervision.watch'], { 'GET /supervision/board': () => board, 'GET /supervision/board/stays': () => ({ items: [], next: null, users: [], customers: [] }), 'GET /supervision/board/handled': () => handled });

it.each([
  ['waiting', '本日の入電 9 件', 'offered'],
  ['level', '50 %', 'decided'],
  ['abandoned', '短時間 1 件', 'short_abandoned'],
  ['asa', '応答 6 件', 'answered'],
])('opens what the number of the tile %s is made of', async (tile, number, count) => {
  const { asked, user } = atBoard();
  const button = await within(await screen.findByTestId(`board-${tile}`)).findByRole('button', { name: new RegExp(`該当する応対を表示.*${number}`) });
  button.focus();
  await user.keyboard('{Enter}');
  await screen.findByTestId('stays');
  await waitFor(() => { expect(asked.find(each => each.what === 'GET /supervision/board/stays')?.query.get('count')).toBe(count); });
});

it('opens the parts of the handle time, with the seconds it is made of', async () => {
  const { asked, user } = atBoard();
  await user.click(await within(await screen.findByTestId('board-aht')).findByRole('button', { name: /処理済み 5 件/ }));
  const row = await screen.findByTestId('handled-row');
  expect(row.textContent).toContain('04:10');
  expect(row.textContent).toContain('佐藤 由美');
  expect(asked.find(each => each.what === 'GET /supervision/board/handled')?.query.getAll('queue')).toEqual(['q1']);
});

it('opens who waits longest in a queue, and who is ready for it', async () => {
  const { asked, user } = atBoard();
  await user.click(await within(await screen.findByTestId('board-queue-longest')).findByRole('button', { name: /^サポート：該当する応対を表示：待機中/ }));
  await waitFor(() => { expect(asked.find(each => each.what === 'GET /supervision/board/stays')?.query.get('count')).toBe('waiting'); });
  await user.keyboard('{Escape}');
  await user.click(within(screen.getByTestId('board-queue-ready')).getByRole('button', { name: /該当する人を表示：受付可/ }));
  await waitFor(() => { expect(screen.getAllByTestId('board-person').map(each => each.getAttribute('data-state'))).toEqual(['ready']); });
  expect(document.activeElement).toBe(screen.getByTestId('board-people'));
});

it('says what every figure of the board means, at the tile and over the column', async () => {
  const { user } = atBoard();
  await screen.findByTestId('board-define-waiting');
  for (const code of ['waiting', 'longest_wait', 'service_level', 'abandon_rate', 'asa', 'aht', 'at_work']) expect(screen.getByTestId(`board-define-${code}`)).toBeTruthy();
  for (const code of ['waiting', 'longest_wait', 'service_level', 'abandon_rate', 'asa', 'ready', 'at_work']) expect(screen.getByTestId(`board-queues-define-${code}`)).toBeTruthy();
  await user.click(screen.getByTestId('board-queues-define-longest_wait'));
  expect((await screen.findByTestId('definition')).textContent).toContain('longest_wait の式');
});

const report = (query: { by: Report['by']; step: Report['step'] }): Report => ({
  first: '2026-11-25', last: '2026-11-25', ...query, zone: 'Asia/Tokyo', start: '2026-11-24T15:00:00Z', end: '2026-11-25T15:00:00Z', steps: ['2026-11-25T00:00:00Z'],
  lines: [{ start: '2026-11-25T00:00:00Z', key: query.by === 'person' ? 'p1' : null, figures: { handled: 3, aht: 250 } }],
  names: query.by === 'person' ? { p1: '佐藤 由美' } : {}, target, targets: {},
});

function atReports(path: string, permissions: string[]) {
  const page = opened(path, permissions, {
    'GET /reports/figures': () => {
      const query = page.asked.filter(each => each.what === 'GET /reports/figures').at(-1)!.query;
      return report({ by: query.get('by') as Report['by'], step: query.get('step') as Report['step'] });
    },
    'GET /people': () => [{ id: 'p1', name: '佐藤 由美', kana: 'さとう ゆみ', email: '' }],
    'GET /teams': () => [{ id: 't1', code: 'a', name_ja: '修理', name_en: 'Repairs', active: true, leaders: [], version: 1 }],
  });
  return page;
}

it('shows one person’s half hours in chart, table, file and address, from their line', async () => {
  const { asked, user } = atReports('/reports?view=person', ['reports.read', 'reports.people', 'reports.export']);
  await user.click(await screen.findByTestId('report-line-name'));
  await waitFor(() => { expect(location.search).toBe('?view=time&person=p1'); });
  await waitFor(() => {
    const last = asked.filter(each => each.what === 'GET /reports/figures').map(each => `${each.query.get('by') ?? ''} ${each.query.get('step') ?? ''} ${each.query.get('person') ?? ''}`);
    expect(last).toContain('total half_hour p1');
    expect(last).toContain('total whole p1');
  });
  expect(screen.getByTestId('report-export').getAttribute('href')).toContain('by=total&person=p1');
  expect((await screen.findByTestId('report-line')).textContent).toContain('09:00');
});

it('offers an agent neither teams nor persons', async () => {
  atReports('/reports', []);
  await screen.findByTestId('report-line');
  expect(screen.queryByTestId('report-person')).toBeNull();
  expect(screen.queryByTestId('report-team')).toBeNull();
});
