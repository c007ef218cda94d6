/** A contact's page over fixtures: what is said in its recording, written down by whoever may listen, and by two at once; its files. */
import type { AttachmentRow, ContactView, Transcript } from '@madoguchi/api';
import { cleanup, configure, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { App } from '../src/app/App';
import { startTexts } from '../src/app/texts';
import { fakeServer, problem } from './server';
import { deskOf, session } from './world';

configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 40_000 });
afterEach(() => {
  cleanup();
  localStorage.clear();
});

const written = (version: number, text: string): Transcript => ({ recording_id: 'r1', version, text, language: 'ja', author: 'u2', at: '2026-11-26T03:00:00Z' });
const contact = (transcripts: Transcript[]): ContactView => ({
  contact: {
    interaction: { id: 'x1', medium: 'voice', medium_ref: 'm', direction: 'in', conversation_id: 'k', customer_id: null, address_kind: 'phone', address_value: '+819012345678', address_raw: '', withheld: null, dialled: '', entry_point: null, line_of_business_id: null, queue_id: null, state: 'closed', outcome: 'voicemail', cause: 'normal', opened: '2026-11-26T02:00:00Z', answered: null, ended: '2026-11-26T02:01:00Z', closed: '2026-11-26T02:01:00Z', caller_relation: '', contract_holder_id: null, version: 1, remedy: 'voicemail' },
    participants: [], segments: [], events: [], notes: [], dispositions: [], links: [], attachments: [], hands: [], incidents: [], consents: [],
    recordings: [{ id: 'r1', interaction_id: 'x1', file_id: 'f1', started: '2026-11-26T02:00:30Z', seconds: 9, channels: 1, waveform: [], gaps: [] }],
    transcripts,
  },
  users: [{ id: 'u2', name: '渡辺 翔', kana: '', email: '' }],
  customers: [],
  held: [],
  orders: [],
});

function open(answers: Record<string, () => unknown>, without = '') {
  localStorage.setItem('madoguchi.locale', 'ja');
  history.replaceState(null, '', '/history/x1');
  const mine = session('ja', 'light');
  const who = { ...mine, permissions: mine.permissions.filter(each => each !== without) };
  const server = fakeServer({ session: who, desk: deskOf('idle'), offline: false, answers: { 'GET /interactions/x1/offers': () => [], 'GET /interactions/x1/monitorings': () => [], ...answers } });
  startTexts();
  render(<App />);
  return { ...server, user: userEvent.setup({ delay: null }) };
}

it('says that nothing is written yet, and keeps mine beside a colleague’s who was quicker', async () => {
  let now: Transcript[] = [];
  let puts = 0;
  const { asked, user } = open({
    'GET /interactions/x1': () => contact(now),
    'PUT /interactions/x1/recordings/r1/transcript': () => {
      puts += 1;
      now = puts === 1 ? [written(1, '冷蔵庫の剣です。')] : [written(2, '冷蔵庫の件です。')];
      return puts === 1 ? problem(412, 'version_changed') : now[0];
    },
  });
  expect((await screen.findByTestId('transcript-none')).textContent).toContain('まだ文字起こしがありません');
  await user.click(screen.getByTestId('transcript-edit'));
  await user.type(screen.getByTestId('transcript-input'), '冷蔵庫の件です。');
  await user.click(screen.getByTestId('transcript-save'));
  expect((await screen.findByTestId('conflict')).textContent).toContain('冷蔵庫の剣です。');
  expect(screen.getByTestId<HTMLTextAreaElement>('transcript-input').value).toBe('冷蔵庫の件です。');
  await user.click(screen.getByTestId('conflict-keep-mine'));
  await waitFor(() => { expect(screen.getByTestId('transcript-text').textContent).toBe('冷蔵庫の件です。'); });
  expect(asked.filter(each => each.what.startsWith('PUT ')).map(each => each.body)).toEqual([{ text: '冷蔵庫の件です。', language: 'ja' }, { text: '冷蔵庫の件です。', language: 'ja' }]);
});

it('shows who wrote it to whoever may read, and lets only listeners write', async () => {
  open({ 'GET /interactions/x1': () => contact([written(1, '折り返しをお願いします。')]) }, 'recordings.play');
  expect((await screen.findByTestId('transcript-text')).textContent).toBe('折り返しをお願いします。');
  expect(screen.getByTestId('recording').textContent).toContain('渡辺 翔');
  expect(screen.queryByTestId('transcript-edit')).toBeNull();
});

it('says of an erased customer’s words that they can no longer be read', async () => {
  open({ 'GET /interactions/x1': () => contact([written(1, '')]) });
  expect((await screen.findByTestId('transcript-none')).textContent).toContain('読めなくなりました');
  expect(screen.queryByTestId('transcript-edit')).toBeNull();
});

const attached = (id: string, name: string, removed: string | null = null): AttachmentRow => ({
  id,
  file_id: `f-${id}`,
  attached_by: 'u2',
  at: '2026-11-26T03:00:00Z',
  file: { id: `f-${id}`, name, media_type: 'image/jpeg', size: 204_800, sha256: '', created: '2026-11-26T03:00:00Z', held: null, hold_reason: null, removed, retain_until: null },
});
const withFiles = (attachments: AttachmentRow[]): ContactView => {
  const view = contact([]);
  return { ...view, contact: { ...view.contact, attachments } };
};

it('leads to the files of a contact, says which are gone, and takes a new one', async () => {
  let files = [attached('a1', '銘板.jpg'), attached('a2', '領収書.jpg', '2026-11-27T00:00:00Z')];
  const { asked, user } = open({
    'GET /interactions/x1': () => withFiles(files),
    'POST /files': () => ({ ...attached('a3', '水漏れ.jpg').file }),
    'POST /interactions/x1/attachments': () => {
      files = [...files, attached('a3', '水漏れ.jpg')];
      return files[2];
    },
  });
  const [there, gone] = await screen.findAllByTestId('attachment-row');
  expect(there!.querySelector('a')?.getAttribute('href')).toBe('/api/v1/files/f-a1');
  expect(there!.textContent).toContain('銘板.jpg');
  expect(there!.textContent).toContain('200');
  expect(gone!.querySelector('a')).toBeNull();
  expect(gone!.textContent).not.toContain('領収書');
  await user.upload(screen.getByLabelText<HTMLInputElement>('ファイルを添付', { selector: 'input' }), new File(['jpeg'], '水漏れ.jpg', { type: 'image/jpeg' }));
  await waitFor(() => { expect(screen.getAllByTestId('attachment-row')[2]?.textContent).toContain('水漏れ.jpg'); });
  expect(asked.filter(each => each.what.startsWith('POST ')).map(each => [each.what, each.body])).toEqual([['POST /files', undefined], ['POST /interactions/x1/attachments', { file: 'f-a3' }]]);
});

it('says why a file was not taken, and attaches nothing', async () => {
  const { asked, user } = open({ 'GET /interactions/x1': () => withFiles([]), 'POST /files': () => problem(415, 'file_not_allowed') });
  await user.upload(await screen.findByLabelText<HTMLInputElement>('ファイルを添付', { selector: 'input' }), new File(['MZ'], '見積.exe'));
  await waitFor(() => { expect(screen.queryAllByRole('alert').map(each => each.textContent).join()).toContain('file_not_allowed'); });
  expect(asked.some(each => each.what === 'POST /interactions/x1/attachments')).toBe(false);
});

it('lets nobody attach a file who does not work at the desk', async () => {
  open({ 'GET /interactions/x1': () => withFiles([attached('a1', '銘板.jpg')]) }, 'desk.use');
  await screen.findByTestId('attachment-row');
  expect(screen.queryByTestId('attachment-add')).toBeNull();
});

const hidden = (): ContactView => {
  const whole = contact([]);
  return { ...whole, contact: { ...whole.contact, interaction: { ...whole.contact.interaction, address_value: '＊＊＊＊5678' } } };
};

it('calls a hidden number by its contact, and opens it for whoever may', async () => {
  const { asked, user } = open({ 'GET /interactions/x1': hidden, 'POST /calls': () => ({ interaction: 'x2' }), 'POST /interactions/x1/reveal': () => ({ address: '+819012345678' }) });
  await user.click(await screen.findByTestId('contact-dial'));
  await waitFor(() => { expect(asked.find(each => each.what === 'POST /calls')?.body).toEqual({ interaction: 'x1' }); });
  await user.click(screen.getByTestId('contact-reveal'));
  await waitFor(() => { expect(screen.getByTestId('contact-dial').textContent).toBe('090-1234-5678'); });
  expect(screen.queryByTestId('contact-reveal')).toBeNull();
});

it('leaves a mask to whoever may not open it', async () => {
  open({ 'GET /interactions/x1': hidden }, 'customers.reveal');
  expect((await screen.findByTestId('contact-dial')).textContent).toBe('＊＊＊＊5678');
  expect(screen.queryByTestId('contact-reveal')).toBeNull();
});
