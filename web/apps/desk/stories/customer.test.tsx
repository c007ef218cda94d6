/** A customer, a case and the history over fixtures: a number that is pressed is called, a masked value is opened on the record, the list is taken along. */
import type { CaseDetail, CustomerCard, HistoryRow } from '@madoguchi/api';
import { cleanup, configure, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { App } from '../src/app/App';
import { startTexts } from '../src/app/texts';
import { fakeServer } from './server';
import { cases, deskOf, misaki, session } from './world';

configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 40_000 });
afterEach(() => {
  cleanup();
  localStorage.clear();
});

function open(path: string, answers: Record<string, () => unknown> = {}, without = '') {
  localStorage.setItem('madoguchi.locale', 'ja');
  history.replaceState(null, '', path);
  const mine = session('ja', 'light');
  const server = fakeServer({ session: { ...mine, permissions: mine.permissions.filter(each => each !== without) }, desk: deskOf('idle'), offline: false, answers });
  startTexts();
  render(<App />);
  return { ...server, user: userEvent.setup({ delay: null }) };
}

const past: HistoryRow = { id: 'x1', address_value: '+819012345678', customer_id: '48213', dialled: '', direction: 'in', ended: '2026-11-26T02:01:00Z', hold_seconds: 0, line_of_business_id: null, medium: 'voice', opened: '2026-11-26T02:00:00Z', outcome: 'classified', queue_id: null, reason_en: '', reason_ja: '', recording: null, resolution: '', ring_seconds: 3, state: 'closed', talk_seconds: 40, users: [], withheld: null, wrap_seconds: 5 };
const lists = { 'GET /interactions': () => ({ items: [past], next: null, users: [], customers: [] }), 'GET /people': () => [], 'GET /queues': () => [], 'GET /lines-of-business': () => [] };
const detail: CaseDetail = { case: cases[0]!, entries: [], interaction_id: null, line_of_business_id: null, older: null, opened_by: null, opened_by_name: null, tasks: [] };

it.each([
  ['a customer’s page', '/customers/48213', 'customer-dial'],
  ['a case', '/cases/c1', 'case-dial'],
  ['the history', '/history', 'history-dial'],
])('calls the number that is pressed on %s, as that customer’s', async (_, path, id) => {
  const { asked, user } = open(path, { ...lists, 'GET /cases/c1': () => detail });
  const number = await screen.findByTestId(id);
  expect(number.textContent).toBe('090-1234-5678');
  await user.click(number);
  await waitFor(() => { expect(asked.filter(each => each.what === 'POST /calls').map(each => each.body)).toEqual([{ to: '+819012345678', customer: '48213' }]); });
});

it('calls a number that is hidden by the contact that it is known from', async () => {
  const { asked, user } = open('/history', { ...lists, 'GET /interactions': () => ({ items: [{ ...past, address_value: '090-****-5678' }], next: null, users: [], customers: [] }) });
  await user.click(await screen.findByTestId('history-dial'));
  await waitFor(() => { expect(asked.find(each => each.what === 'POST /calls')?.body).toEqual({ interaction: 'x1' }); });
});

it('shows a number to whoever may not dial as text', async () => {
  open('/history', lists, 'calls.dial');
  expect((await screen.findByTestId('history-dial')).tagName).toBe('SPAN');
});

const hidden: CustomerCard = { ...misaki, birth_date: '••••-••-••', masked: ['birth_date'] };

it('opens a masked value only after saying that it is recorded, and for which contact', async () => {
  const { asked, user } = open('/customers/48213', { 'GET /customers/48213': () => hidden, 'POST /customers/48213/reveal': () => ({ birth_date: ['1985-04-02'] }) });
  await user.click(await screen.findByTestId('reveal-birth_date'));
  expect(await screen.findByText(/記録されます/)).toBeTruthy();
  expect(asked.some(each => each.what.endsWith('/reveal'))).toBe(false);
  await user.click(screen.getByTestId('reveal-birth_date-confirm'));
  expect((await screen.findByTestId('revealed-birth_date')).textContent).toBe('1985-04-02');
  expect(asked.find(each => each.what === 'POST /customers/48213/reveal')?.body).toEqual({ fields: ['birth_date'], interaction: 'h1' });
  expect(screen.queryByTestId('reveal-birth_date')).toBeNull();
});

it('offers a masked value to nobody who may not open it', async () => {
  open('/customers/48213', { 'GET /customers/48213': () => hidden }, 'customers.reveal');
  await screen.findByText('••••-••-••');
  expect(screen.queryByTestId('reveal-birth_date')).toBeNull();
});

it('takes the rows along that the filters show, for whoever may', async () => {
  open('/history?outcome=abandoned&number=090-1234-5678', lists);
  const link = await screen.findByTestId('history-export');
  const [path, query] = link.getAttribute('href')!.split('?');
  expect(path).toBe('/api/v1/interactions/export');
  expect(Object.fromEntries(new URLSearchParams(query))).toEqual({ outcome: 'abandoned', number: '+819012345678' });
  expect(link.hasAttribute('download')).toBe(true);
});

it('takes no row along for whoever may not', async () => {
  open('/history', lists, 'history.export');
  await screen.findByTestId('history-row');
  expect(screen.queryByTestId('history-export')).toBeNull();
});
