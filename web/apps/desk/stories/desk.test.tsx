/** The desk as an agent lives it, over the fixtures: what appears, what a key does, what the server is asked. */
import { act, cleanup, configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Desk } from '@madoguchi/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '../src/app/App';
import { startTexts } from '../src/app/texts';
import { fakeServer, problem, sockets } from './server';
import { crmCard, deskOf, session, type Story } from './world';

function open(story: Story, options: { path?: string; desk?: Desk; answers?: Record<string, () => unknown> } = {}) {
  localStorage.setItem('madoguchi.locale', 'ja');
  history.replaceState(null, '', options.path ?? '/');
  sockets.clear();
  const server = fakeServer({ session: session('ja', 'light'), desk: options.desk ?? deskOf(story), offline: story === 'reconnecting', ...(options.answers ? { answers: options.answers } : {}) });
  startTexts();
  render(<App />);
  return { ...server, user: userEvent.setup({ delay: null }) };
}
const push = (event: string, body: unknown, seq: number) => {
  act(() => {
    for (const socket of sockets) socket.onmessage?.({ data: JSON.stringify({ seq, event, body }) });
  });
};
const part = (id: string) => screen.findByTestId(id);

// The whole application is rendered: generous on a busy machine, and no slower on an idle one.
configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 40_000 });

beforeEach(() => {
  vi.spyOn(HTMLMediaElement.prototype, 'pause').mockImplementation(() => undefined);
});
afterEach(() => {
  cleanup();
  localStorage.clear();
});

describe('a call rings', () => {
  it('says first which desk it is for, then who calls and why to care', async () => {
    open('ringing');
    expect((await part('pop-desk')).textContent).toBe('家電サポート');
    expect((await part('pop-dialled')).textContent).toBe('0120-000-315');
    expect((await part('pop-opening')).textContent).toContain('お電話ありがとうございます');
    expect((await part('pop-name')).textContent).toContain('長谷川');
    expect((await part('pop-care')).textContent).toContain('10 日間に 3 回目');
    expect(within(await part('pop-timeline')).getAllByTestId('timeline-entry').length).toBeGreaterThan(3);
  });

  it('is accepted and declined by one key each', async () => {
    const { asked, user } = open('ringing');
    await part('accept');
    await user.keyboard('{Alt>}[KeyA]{/Alt}');
    await waitFor(() => { expect(asked.map(each => each.what)).toContain('POST /offers/f1/accept'); });
    await user.keyboard('{Alt>}[KeyX]{/Alt}');
    await waitFor(() => { expect(asked.map(each => each.what)).toContain('POST /offers/f1/decline'); });
  });

  it('appears while ringing from the push alone, and is taken back when the caller gives up', async () => {
    const ringing = deskOf('ringing').offer!;
    const { asked } = open('idle');
    await part('presence');
    await waitFor(() => { expect(sockets.size).toBe(1); });
    push('offer.made', ringing, 1);
    expect((await part('pop-name')).textContent).toContain('長谷川');
    push('offer.ended', { offer: 'f1', interaction: 'x1', state: 'withdrawn' }, 2);
    await waitFor(() => { expect(screen.queryByTestId('pop')).toBeNull(); });
    expect(asked.filter(each => each.what.startsWith('GET /interactions'))).toEqual([]);
  });

  it('never takes the page from under somebody who is writing', async () => {
    const { user } = open('idle');
    await user.type(await part('dial-number'), '0312345678');
    await waitFor(() => { expect(sockets.size).toBe(1); });
    push('offer.made', deskOf('ringing').offer, 1);
    await part('accept');
    expect(document.activeElement).toBe(screen.getByTestId('dial-number'));
    expect((screen.getByTestId('dial-number') as HTMLInputElement).value).toBe('0312345678');
  });

  it('offers a search with the number in it, and a new customer in one key, when nobody is known', async () => {
    const { user, asked } = open('unknown');
    expect(((await part('customer-search')) as HTMLInputElement).value).toBe('090-1234-5678');
    await user.keyboard('{Alt>}[KeyN]{/Alt}');
    await user.type(await part('new-name'), '山本 花子');
    await user.click(await part('new-submit'));
    await waitFor(() => { expect(asked.find(each => each.what === 'POST /interactions/x1/customer/new')?.body).toMatchObject({ name: '山本 花子' }); });
  });

  it('shows what the CRM says of a caller whom we do not know, also when it comes later', async () => {
    open('unknown', { answers: { 'GET /crm/card': () => ({ ...crmCard, customer_id: null, interaction_id: 'x1', state: 'waiting', fields: [] }) } });
    expect((await part('crm-state')).dataset['state']).toBe('waiting');
    push('crm.card', { ...crmCard, customer_id: null, interaction_id: 'x1', fields: [{ name: 'phone', label_ja: '携帯', label_en: 'Mobile', value: '090-1234-5678', source: 'Tryton' }] }, 901);
    expect((await part('crm-card')).textContent).toContain('Tryton');
    expect((await part('crm-dial')).textContent).toBe('090-1234-5678');
  });

  it('lets the agent choose among several customers on one number', async () => {
    const { user, asked } = open('several');
    await user.click((await screen.findAllByTestId('customer-search-result'))[1]!);
    await waitFor(() => { expect(asked.find(each => each.what === 'POST /interactions/x1/customer')?.body).toEqual({ customer: '48214' }); });
  });

  it('says plainly that the number is withheld', async () => {
    open('withheld');
    expect((await part('pop-name')).textContent).toBe('非通知');
  });
});

describe('on a call', () => {
  it('keeps of the identity check what was asked, and nothing else', async () => {
    const { asked, user } = open('call', { answers: { 'POST /interactions/x1/identity-checks': () => ({ result: 'failed' }) } });
    await user.click(await part('identity-name'));
    await user.click(await part('identity-phone-no'));
    await user.click(await part('identity-birth'));
    await user.click(await part('identity-birth'));
    await user.click(await part('identity-keep'));
    await waitFor(() => {
      expect(asked.find(each => each.what === 'POST /interactions/x1/identity-checks')?.body).toEqual({ items: [{ code: 'name', passed: true }, { code: 'phone', passed: false }] });
    });
    expect((await part('identity-result')).textContent).toBe('確認できず');
  });

  it('begins the identity check anew when it turns out to be somebody else', async () => {
    const { user } = open('call');
    await user.click(await part('identity-name'));
    expect(screen.getByTestId<HTMLButtonElement>('identity-keep').disabled).toBe(false);
    await waitFor(() => { expect(sockets.size).toBe(1); });
    const call = deskOf('call').calls[0]!;
    push('call.changed', { ...call, pop: { ...call.pop, customer: { ...call.pop.customer!, id: '48999', name: '長谷川 恵' } } }, 1);
    await waitFor(() => { expect(screen.getByTestId<HTMLButtonElement>('identity-keep').disabled).toBe(true); });
  });

  it('holds by key, and hangs up by key only when pressed twice', async () => {
    const { asked, user } = open('call');
    await part('callbar');
    await user.keyboard('{Alt>}[KeyH]{/Alt}');
    await waitFor(() => { expect(asked.map(each => each.what)).toContain('POST /calls/x1/hold'); });
    await user.keyboard('{Alt>}[KeyE]{/Alt}');
    expect(asked.map(each => each.what)).not.toContain('POST /calls/x1/hang-up');
    await user.keyboard('{Alt>}[KeyE]{/Alt}');
    await waitFor(() => { expect(asked.map(each => each.what)).toContain('POST /calls/x1/hang-up'); });
  });

  it('keeps what is typed without being asked, and says so', async () => {
    const { asked, user } = open('call', { answers: { 'PUT /drafts/x1/note': () => ({ body: {}, interaction: 'x1', kind: 'note', saved: '', version: 1 }) } });
    await user.type(await part('call-note'), '再訪問を希望');
    await waitFor(() => { expect(asked.findLast(each => each.what === 'PUT /drafts/x1/note')?.body).toEqual({ body: { text: '再訪問を希望' } }); });
    await waitFor(() => { expect(screen.getByTestId('draft-state').dataset['state']).toBe('saved'); });
  });

  it('keeps what is typed in the browser while the server does not answer', async () => {
    const { user } = open('call', { answers: { 'PUT /drafts/x1/note': () => problem(503, 'database_away') } });
    await user.type(await part('call-note'), '再訪問');
    await waitFor(() => { expect(screen.getByTestId('draft-state').dataset['state']).toBe('kept'); });
    expect(localStorage.getItem('madoguchi.draft.x1.note')).toContain('再訪問');
  });

  it('asks whose words to keep when another device wrote too', async () => {
    const { user, asked } = open('call', { answers: { 'PUT /drafts/x1/note': () => problem(412, 'precondition_failed') } });
    await user.type(await part('call-note'), 'あ');
    await waitFor(() => { expect(screen.getByTestId('draft-state').dataset['state']).toBe('conflict'); });
    const before = asked.length;
    await user.click(screen.getByText('この画面の内容を残す'));
    await waitFor(() => { expect(asked.slice(before).map(each => each.what)).toContain('PUT /drafts/x1/note'); });
  });
});

describe('wrap-up', () => {
  it('sends everything that was filled in, and goes where the agent said', async () => {
    const { asked, user } = open('wrapup');
    await user.type(await part('wrapup-result'), '11/26 に訪問');
    await user.click(await part('wrapup-finish-break'));
    await waitFor(() => {
      expect(asked.findLast(each => each.what === 'POST /wrapups/w1/finish')?.body).toMatchObject({ reason: 'r212', result: '11/26 に訪問', resolution: 'arranged', callback_owed: true, then: 'break' });
    });
  });

  it('shows what is missing at its field, in the server’s words', async () => {
    const { user } = open('wrapup', { answers: { 'POST /wrapups/w1/finish': () => problem(422, 'wrapup_incomplete', [{ at: 'result', code: 'wrapup_required', detail: '入力してください。' }]) } });
    await user.click(await part('wrapup-finish'));
    expect((await part('wrapup-fault-result')).textContent).toBe('入力してください。');
    await user.type(screen.getByTestId('wrapup-result'), 'x');
    await waitFor(() => { expect(screen.queryByTestId('wrapup-fault-result')).toBeNull(); });
  });

  it('begins with what was noted during the call', async () => {
    const desk = deskOf('wrapup');
    desk.wrapups[0] = { ...desk.wrapups[0]!, version: 0, form: {} };
    open('wrapup', { desk, answers: { 'GET /drafts': () => [{ interaction: 'x1', kind: 'note', version: 2, saved: '', body: { text: '音がするとのこと' } }] } });
    expect(((await part('wrapup-asked')) as HTMLTextAreaElement).value).toBe('音がするとのこと');
  });

  it('finds a contact reason by part of a name on any level', async () => {
    const desk = deskOf('wrapup');
    desk.wrapups[0] = { ...desk.wrapups[0]!, form: { ...desk.wrapups[0]!.form, reason: null } };
    const { user } = open('wrapup', { desk });
    await user.type(await part('wrapup-reason'), '冷蔵');
    expect((await screen.findAllByRole('option', { hidden: true })).map(option => option.textContent).filter(text => text?.includes('›'))).toEqual(['212 修理 › 冷蔵庫 › 再修理の手配', '214 修理 › 冷蔵庫 › 部品交換']);
  });

  it('takes the texts of a template into its fields, and leaves alone what the template does not say', async () => {
    const { asked, user } = open('wrapup');
    await user.click(await part('wrapup-templates'));
    await user.click(await part('wrapup-template'));
    await waitFor(() => { expect(screen.getByTestId<HTMLTextAreaElement>('wrapup-asked').value).toBe('修理後の不具合。'); });
    await user.type(screen.getByTestId('wrapup-result'), '明日 10 時');
    await user.click(screen.getByTestId('wrapup-finish'));
    await waitFor(() => {
      expect(asked.findLast(each => each.what === 'POST /wrapups/w1/finish')?.body).toMatchObject({ asked: '修理後の不具合。', done: '無償の再訪問を案内。', result: '訪問日を予約。明日 10 時', reason: 'r212', resolution: 'arranged' });
    });
  });

  it('says who called for whom, and whose contract it is once it is not the caller’s own', async () => {
    const { asked, user } = open('wrapup');
    await part('wrapup-relation');
    expect(screen.queryByTestId('wrapup-holder')).toBeNull();
    await user.click(screen.getByTestId('wrapup-relation'));
    await user.click(await screen.findByRole('option', { name: 'ご家族', hidden: true }));
    await user.type(await part('wrapup-holder'), '大西');
    await user.click(await screen.findByRole('option', { name: /大西 悠人/, hidden: true }));
    await user.click(screen.getByTestId('wrapup-finish'));
    await waitFor(() => { expect(asked.findLast(each => each.what === 'POST /wrapups/w1/finish')?.body).toMatchObject({ caller_relation: 'family', contract_holder: '51002' }); });
  });

  it('forgets the contract holder when it was the customer after all', async () => {
    const desk = deskOf('wrapup');
    desk.wrapups[0] = { ...desk.wrapups[0]!, form: { ...desk.wrapups[0]!.form, caller_relation: 'family', contract_holder: '51002' } };
    const { asked, user } = open('wrapup', { desk });
    await part('wrapup-holder');
    await user.click(screen.getByTestId('wrapup-relation'));
    await user.click(await screen.findByRole('option', { name: 'ご本人', hidden: true }));
    await waitFor(() => { expect(screen.queryByTestId('wrapup-holder')).toBeNull(); });
    await user.click(screen.getByTestId('wrapup-finish'));
    await waitFor(() => { expect(asked.findLast(each => each.what === 'POST /wrapups/w1/finish')?.body).toMatchObject({ caller_relation: 'self', contract_holder: null }); });
  });
});

describe('the customer’s own CRM', () => {
  it('is shown field by field with its source', async () => {
    open('call');
    expect((await part('crm-card')).textContent).toContain('ゴールド（2017 年から）');
    expect(within(screen.getByTestId('crm-card')).getAllByText('Tryton')).toHaveLength(2);
  });

  it('is said to be out of reach when it is, and everything of our own is there all the same', async () => {
    open('ringing', { answers: { 'GET /crm/card': () => ({ customer_id: '48213', state: 'down', url: null, fields: [] }) } });
    const state = await part('crm-state');
    expect([state.dataset['state'], state.getAttribute('role')]).toEqual(['down', 'status']);
    expect(state.textContent).toContain('繋がりません');
    expect(screen.queryByTestId('crm-card')).toBeNull();
    expect(screen.getByTestId('pop-name').textContent).toContain('長谷川');
    expect((await part('pop-case')).textContent).toContain('冷蔵庫の異音');
  });

  it('comes by push once it answers again', async () => {
    const dead = { customer_id: '48213', state: 'down', url: null, fields: [] };
    open('call', { answers: { 'GET /crm/card': () => dead } });
    await part('crm-state');
    await waitFor(() => { expect(sockets.size).toBe(1); });
    push('crm.card', crmCard, 1);
    expect((await part('crm-card')).textContent).toContain('横浜店');
    expect(screen.queryByTestId('crm-state')).toBeNull();
  });
});

describe('the state of things', () => {
  it('says that an offer was missed and leads back to ready', async () => {
    const { asked, user } = open('missed');
    await user.click(await part('missed-ready'));
    await waitFor(() => { expect(asked.find(each => each.what === 'PUT /presence')?.body).toEqual({ presence: 'ready' }); });
  });

  it('says while reconnecting what still works', async () => {
    open('reconnecting');
    expect((await part('connection-banner')).textContent).toContain('通話はそのまま続き');
  });

  it('changes language and look for the person, at once', async () => {
    const { asked, user } = open('idle');
    await user.click(await part('user-menu'));
    await user.click(await screen.findByRole('radio', { name: 'English' }));
    await waitFor(() => { expect(asked.find(each => each.what === 'PATCH /session/preferences')?.body).toEqual({ locale: 'en', theme: 'light' }); });
    expect(await screen.findByText('Make a call')).toBeTruthy();
    expect(document.documentElement.lang).toBe('en');
  });
});

describe('the lock', () => {
  it('waits for the password, and lets somebody else sign in while nothing is at hand', async () => {
    open('idle', { answers: { 'GET /session': () => ({ ...session('ja', 'light'), locked: true }) } });
    const password = await part('lock-password');
    expect(document.activeElement).toBe(password);
    await part('lock-leave');
    expect(screen.queryByTestId('presence')).toBeNull();
  });

  it('never offers to sign out over a running call', async () => {
    open('call', { answers: { 'GET /session': () => ({ ...session('ja', 'light'), locked: true }) } });
    await part('lock-password');
    await waitFor(() => { expect(screen.queryByTestId('lock-leave')).toBeNull(); });
  });
});

describe('what was typed', () => {
  it('begins the form to its last word, though the server had not got it when the call ended', async () => {
    let desk = deskOf('call');
    const { user } = open('call', { answers: { 'GET /desk': () => desk } });
    await user.type(await part('call-note'), '折り返しは 15 時');
    await waitFor(() => { expect(sockets.size).toBe(1); });
    const call = desk.calls[0]!;
    desk = { ...deskOf('wrapup'), wrapups: [{ ...deskOf('wrapup').wrapups[0]!, interaction: 'x1', version: 0, form: {} }] };
    push('call.changed', { ...call, state: 'ended' }, 1);
    expect(((await part('wrapup-asked')) as HTMLTextAreaElement).value).toBe('折り返しは 15 時');
  });
});

describe('a colleague who was asked', () => {
  it('does not come a second time, and is told of a second time', async () => {
    open('call');
    await part('callbar');
    await waitFor(() => { expect(sockets.size).toBe(1); });
    const told = { interaction: 'x1', what: 'invitation', cause: 'timed_out', purpose: 'consult', name: '渡辺 翔', number: '' };
    push('call.told', told, 1);
    await waitFor(() => { expect(screen.getAllByTestId('call-told')).toHaveLength(1); });
    push('call.told', told, 2);
    await waitFor(() => { expect(screen.getAllByTestId('call-told')).toHaveLength(2); });
  });
});

describe('a break', () => {
  it('is taken with its reason', async () => {
    const { asked, user } = open('idle', { answers: { 'GET /presence': () => ({ break_reasons: [{ code: 'lunch', name_ja: '昼休憩', name_en: 'Lunch' }] }) } });
    await user.click(await part('presence'));
    await user.click(await screen.findByText('昼休憩'));
    await waitFor(() => { expect(asked.find(each => each.what === 'PUT /presence')?.body).toEqual({ presence: 'break', reason: 'lunch' }); });
  });
});

describe('a link with a query', () => {
  it('opens the list with that filter on', async () => {
    const { asked, user } = open('idle', { path: '/customers/c1' });
    const link = await screen.findByRole('link', { name: 'すべて見る' });
    await user.click(link);
    await waitFor(() => { expect(location.pathname).toBe('/cases'); });
    expect(new URLSearchParams(location.search).get('customer')).toBeTruthy();
    await waitFor(() => { expect(asked.some(each => each.what === 'GET /cases')).toBe(true); });
  });
});

describe('a newcomer', () => {
  it('keeps “call me” when the steps are put away, and gets them back from the help sheet', async () => {
    const { user } = open('idle');
    await part('tour-step-timeline');
    await user.click(screen.getByTestId('tour-dismiss'));
    expect(screen.queryByTestId('tour-step-timeline')).toBeNull();
    expect(screen.getByTestId('call-me')).toBeTruthy();
    await user.click(screen.getByTestId('keys-open'));
    await user.click(await part('tour-restart'));
    await part('tour-step-timeline');
  });

  it('sees every key by pressing “?”, unless it is being written', async () => {
    const { user } = open('idle');
    await user.type(await part('dial-number'), '?');
    expect(screen.queryByText('応答する')).toBeNull();
    act(() => { screen.getByTestId('dial-number').blur(); });
    await user.keyboard('?');
    await screen.findByText('応答する');
  });
});
