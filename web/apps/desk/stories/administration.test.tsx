/** The administrator's pages over the fixtures: what is asked of the server when a form is sent. */
import { cleanup, configure, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { App } from '../src/app/App';
import { startTexts } from '../src/app/texts';
import { fakeServer, saved } from './server';
import { deskOf, session } from './world';

configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 40_000 });
afterEach(() => {
  cleanup();
  localStorage.clear();
});

const queue = { id: 'q1', code: 'support', name_ja: '家電サポート', name_en: 'Support', line_of_business: null, strategy: 'longest_idle', offer_seconds: 20, wrapup_seconds: null, max_wait_seconds: null, active: true, version: 3 };
const people = [
  { id: 'u1', name: '佐藤 由美', kana: 'サトウ ユミ', email: 'sato@example.com' },
  { id: 'u2', name: '鈴木 一郎', kana: 'スズキ イチロウ', email: 'suzuki@example.com' },
];

function open(path: string, answers: Record<string, () => unknown>) {
  localStorage.setItem('madoguchi.locale', 'ja');
  history.replaceState(null, '', path);
  const server = fakeServer({ session: session('ja', 'light'), desk: deskOf('idle'), offline: false, answers: { 'GET /lines-of-business': () => [], ...answers } });
  startTexts();
  render(<App />);
  return { ...server, user: userEvent.setup({ delay: null }) };
}

it('lets somebody else serve a queue, found by their reading, and keeps who serves it already', async () => {
  const { asked, user } = open('/admin/queues', {
    'GET /queues': () => [queue],
    'GET /people': () => people,
    'GET /queues/q1/members': () => ({ users: ['u1'], version: 11 }),
    'PUT /queues/q1': () => ({ ...queue, version: 4 }),
  });
  await user.click(await screen.findByRole('button', { name: '家電サポート' }));
  await screen.findByText('佐藤 由美');
  await user.type(await screen.findByTestId('queue-members'), 'すずき');
  await user.keyboard('{ArrowDown}{Enter}');
  await user.clear(await screen.findByTestId('queue-offer-seconds'));
  await user.click(await screen.findByTestId('queue-form-save'));
  await waitFor(() => { expect(asked.find(each => each.what === 'PUT /queues/q1/members')).toMatchObject({ body: { users: ['u1', 'u2'] }, match: '"11"' }); });
  expect(asked.find(each => each.what === 'PUT /queues/q1')?.body).toMatchObject({ code: 'support', offer_seconds: null, strategy: 'longest_idle', active: true });
});

it('puts a new contact reason under the one that was chosen, behind its siblings', async () => {
  const reason = { id: 'r1', line_of_business_id: null, parent_id: null, level: 1, code: 'R1', name_ja: '修理', name_en: 'Repair', position: 10, active: true, version: 1 };
  const { asked, user } = open('/admin/reasons', { 'GET /contact-reasons': () => [reason, { ...reason, id: 'r2', parent_id: 'r1', level: 2, code: 'R2', name_ja: '冷蔵庫', name_en: 'Fridge', position: 40 }] });
  await user.click((await screen.findAllByTestId('reason-child'))[0]!);
  await user.type(await screen.findByTestId('reason-name-ja'), '洗濯機');
  await user.type(await screen.findByTestId('reason-name-en'), 'Washer');
  await user.type(await screen.findByTestId('reason-code'), 'R3');
  await user.click(await screen.findByTestId('reason-form-save'));
  await waitFor(() => { expect(asked.find(each => each.what === 'POST /contact-reasons')?.body).toEqual({ code: 'R3', name_ja: '洗濯機', name_en: 'Washer', active: true, parent: 'r1', line_of_business: null, position: 50 }); });
});

it('takes a rule back for everybody only after asking once more, and never drops everybody’s', async () => {
  const rule = { id: 'w1', line_of_business_id: 'l1', seconds: 90, extend_seconds: 30, extensions: 2, required: ['reason'], reason_depth: 2, version: 5 };
  const { asked, user } = open('/admin/wrapup', {
    'GET /wrapup-rules': () => [{ ...rule, id: 'w0', line_of_business_id: null, seconds: 120 }, rule],
    'GET /lines-of-business': () => [{ id: 'l1', code: 'support', name_ja: '家電サポート', name_en: 'Support', opening_phrase_ja: '', opening_phrase_en: '', active: true, version: 1 }],
  });
  await user.click(await screen.findByRole('button', { name: /共通/ }));
  await screen.findByTestId('rule-seconds');
  expect(screen.queryByTestId('rule-drop')).toBeNull();
  await user.keyboard('{Escape}');
  await user.click(await screen.findByRole('button', { name: '家電サポート' }));
  await user.click(await screen.findByTestId('rule-drop'));
  expect(asked.some(each => each.what.startsWith('DELETE'))).toBe(false);
  await user.click(await screen.findByTestId('rule-drop-confirm'));
  await waitFor(() => { expect(asked.some(each => each.what === 'DELETE /wrapup-rules/w1')).toBe(true); });
});

it('says that somebody else changed who serves a queue, and puts mine in its place only when told to', async () => {
  let tries = 0;
  const { asked, user } = open('/admin/queues', {
    'GET /queues': () => [queue],
    'GET /people': () => people,
    'GET /queues/q1/members': () => ({ users: ['u1'], version: 11 + tries }),
    'PUT /queues/q1': () => ({ ...queue, version: 4 }),
    'PUT /queues/q1/members': () => ((tries += 1) === 1 ? saved(12) : { users: ['u1', 'u2'], version: 13 }),
  });
  await user.click(await screen.findByRole('button', { name: '家電サポート' }));
  await screen.findByText('佐藤 由美');
  await user.type(await screen.findByTestId('queue-members'), 'すずき');
  await user.keyboard('{ArrowDown}{Enter}');
  await user.click(await screen.findByTestId('queue-form-save'));
  await screen.findByTestId('conflict');
  expect(screen.getByText('鈴木 一郎')).toBeTruthy();
  await user.click(screen.getByTestId('queue-form-save'));
  await waitFor(() => { expect(screen.queryByTestId('queue-form')).toBeNull(); });
  const tried = asked.filter(each => each.what === 'PUT /queues/q1/members');
  expect(tried.map(({ body, match }) => [body, match])).toEqual([[{ users: ['u1', 'u2'] }, '"11"'], [{ users: ['u1', 'u2'] }, '"12"']]);
});

it('sends somebody’s queues only when they were changed, from the version that was shown', async () => {
  const row = { user: 'u1', name: '佐藤 由美', queues: ['q1'], queues_version: 21, profile: { user: 'u1', skills: {}, languages: ['ja'], capacity: { most: { voice: 1, chat: 4 }, beside_call: 0 }, version: 2 } };
  let tries = 0;
  const { asked, user } = open('/admin/abilities', {
    'GET /queues': () => [queue],
    'GET /skills': () => [],
    'GET /routing/people': () => [row],
    'PUT /routing/people/u1': () => ({ ...row.profile, version: 3 }),
    'PUT /routing/people/u1/queues': () => ((tries += 1) === 1 ? saved(22) : { queues: [], version: 0 }),
  });
  const name = () => screen.findByRole('button', { name: /佐藤 由美/ });
  await user.click(await name());
  await user.click(await screen.findByTestId('person-form-save'));
  await waitFor(() => { expect(screen.queryByTestId('person-form')).toBeNull(); });
  expect(asked.find(each => each.what === 'PUT /routing/people/u1')?.match).toBe('"2"');
  expect(asked.some(each => each.what === 'PUT /routing/people/u1/queues')).toBe(false);
  await user.click(await name());
  await user.click(await screen.findByTestId('person-queues'));
  await user.keyboard('{Backspace}{Escape}');
  await user.click(screen.getByTestId('person-form-save'));
  await screen.findByTestId('conflict');
  await user.click(screen.getByTestId('person-form-save'));
  await waitFor(() => { expect(screen.queryByTestId('person-form')).toBeNull(); });
  const tried = asked.filter(each => each.what === 'PUT /routing/people/u1/queues');
  expect(tried.map(({ body, match }) => [body, match])).toEqual([[{ queues: [] }, '"21"'], [{ queues: [] }, '"22"']]);
});

it('says of a number whether it is shown when its line of business calls', async () => {
  const number = { id: 'n1', e164: '+81120000315', label: '代表', entry_point: null, line_of_business_id: 'l1', trunk_id: null, outbound: false, active: true, version: 7 };
  const { asked, user } = open('/admin/numbers', {
    'GET /numbers': () => [number],
    'GET /trunks': () => [],
    'GET /test-calls': () => [],
    'GET /flows': () => [],
    'PUT /numbers/n1': () => ({ ...number, outbound: true, version: 8 }),
  });
  await user.click(await screen.findByRole('button', { name: '0120-000-315' }));
  expect((await screen.findByTestId<HTMLInputElement>('number-outbound')).checked).toBe(false);
  await user.click(screen.getByTestId('number-outbound'));
  await user.click(screen.getByTestId('number-form-save'));
  await waitFor(() => { expect(asked.find(each => each.what === 'PUT /numbers/n1')).toMatchObject({ match: '"7"', body: { outbound: true, active: true, line_of_business_id: 'l1' } }); });
});
