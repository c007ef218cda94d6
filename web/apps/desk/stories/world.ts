import type { CaseRow, CheckItemSetting, ContactReason, CustomerBrief, CustomerCard, Desk, ScreenPop, SessionView, TaskRow, Template, TimelineEntry, DeskWrapup, Vocabulary } from '@madoguchi/api';

export const stories = ['idle', 'missed', 'ringing', 'unknown', 'several', 'withheld', 'call', 'held', 'call-unknown', 'wrapup', 'overdue', 'reconnecting', 'signin'] as const;
export type Story = (typeof stories)[number];

const now = Date.now();
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString();
const ahead = (seconds: number) => ago(-seconds);
const DAY = 86_400;

export const session = (locale: 'ja' | 'en', theme: 'light' | 'dark'): SessionView => ({
  user: { id: 'u1', name: locale === 'ja' ? '佐藤 健太' : 'Kenta Sato', kana: 'さとう けんた', email: 'sato@minato.example', locale, theme, roles: ['agent', 'supervisor', 'administrator'], team_id: null, state: 'active', created: ago(DAY), last_sign_in: null, version: 1 },
  permissions: 'desk.use customers.read customers.write customers.reveal customers.import interactions.read interactions.read_all recordings.play cases.read cases.write calls.dial queues.watch history.export crm.admin routing.admin telephony.admin users.admin settings.admin audit.read api_keys.admin'.split(' '),
  csrf: 'story',
  tenant: { id: 't1', code: 'minato', name: 'みなと電機' },
  locked: false,
  idle_lock_seconds: 900,
});

const brief = (id: string, name: string, kana: string, romaji: string, tier = '', company = ''): CustomerBrief & { notes_flag: null } => ({ id, number: `C-00${id}`, name, kana, romaji, tier, company, notes_flag: null });

export const customers = [
  brief('48213', '長谷川 美咲', 'はせがわ みさき', 'Misaki Hasegawa', 'gold'),
  brief('48214', '長谷川 亮', 'はせがわ りょう', 'Ryo Hasegawa'),
  brief('51002', '大西 悠人', 'おおにし ゆうと', 'Yuto Onishi', 'silver'),
  brief('51877', '佐々木 翔', 'ささき しょう', 'Sho Sasaki', '', '有限会社みどり商会'),
  brief('52090', '𠮷田 葵', 'よしだ あおい', 'Aoi Yoshida', 'standard'),
];

export const misaki: CustomerCard = {
  ...customers[0]!,
  kind: 'person',
  cautions: [],
  company_kana: '',
  time_zone: 'Asia/Tokyo',
  language: 'ja',
  postal_code: '222-0033',
  address: '横浜市港北区新横浜 9-9-9 みなとハイツ 502',
  birth_date: '1985-04-02',
  tags: ['延長保証'],
  version: 3,
  created: ago(9 * 365 * DAY),
  masked: [],
  identities: [
    { id: 'i1', kind: 'phone', value: '+819012345678', shown: '090-1234-5678', label: '携帯', verified: ago(100 * DAY), preferred: true, masked: false },
    { id: 'i2', kind: 'email', value: 'm.hasegawa@example.jp', shown: 'm.hasegawa@example.jp', label: '', verified: null, preferred: false, masked: false },
  ],
  preferences: { channel: 'voice', language: 'ja', hours: { start: '10:00', end: '20:00', days: [1, 2, 3, 4, 5] }, do_not_call: false, opt_outs: [] },
  consents: [{ purpose: 'recording', state: 'given', at: ago(30 * DAY), source: 'call' }],
  orders: [
    { id: 'o1', customer: '48213', version: 1, number: 'O-88213', status: 'shipped', ordered: ago(4 * DAY), due: ahead(3 * DAY), total_minor: 3980, currency: 'JPY', lines: [{ title: '給水タンク', quantity: 1, price_minor: 0 }, { title: '浄水フィルター', quantity: 2, price_minor: 0 }] },
    { id: 'o2', customer: '48213', version: 1, number: 'O-71440', status: 'delivered', ordered: ago(400 * DAY), due: null, total_minor: 118000, currency: 'JPY', lines: [{ title: '全自動洗濯機 MW-D100', quantity: 1, price_minor: 0 }] },
  ],
  order_count: 11,
  spent_minor: 612400,
  contracts: [
    { id: 'k1', customer: '48213', product: null, version: 1, number: 'W-2023-0611', title: '延長保証 5 年 MR-F502K', status: 'active', starts: '2023-06-11', ends: '2028-06-10' },
    { id: 'k2', customer: '48213', product: null, version: 1, number: 'W-2024-0902', title: 'メーカー保証 MW-D100', status: 'ended', starts: '2024-09-02', ends: '2025-09-01' },
  ],
  products: [],
};

const row = (id: string, number: string, title: string, status: CaseRow['status'], due: string | null, changed: string): CaseRow => ({ id, number, title, status, priority: 'normal', customer_id: '48213', customer_name: '長谷川 美咲', assignee_id: 'u2', assignee_name: '渡辺 翔', resolved: null, due, opened: changed, changed, version: 2 });
export const cases: CaseRow[] = [
  row('c1', 'CS-20418', '冷蔵庫の異音（訪問修理後に再発）', 'open', ahead(5 * 3600), ago(2 * DAY)),
  row('c2', 'CS-19022', '洗濯機の設置日変更', 'resolved', null, ago(107 * DAY)),
  row('c3', 'CS-17655', '保証書の再発行', 'closed', null, ago(373 * DAY)),
];

const call = (id: string, at: string, reason: [string, string], title: string, codes: TimelineEntry['codes'] = {}): TimelineEntry => ({
  id,
  kind: 'interaction',
  at,
  title,
  codes: { medium: 'voice', direction: 'in', outcome: 'classified', talk_seconds: 468, reason_ja: reason[0], reason_en: reason[1], recording: null, ...codes },
  users: ['u1'],
  links: [],
});
export const timeline: TimelineEntry[] = [
  call('h1', ago(2 * DAY), ['', ''], '', { outcome: 'abandoned', talk_seconds: 0 }),
  { id: 'h2', kind: 'case', at: ago(2.2 * DAY), title: '冷蔵庫の異音（訪問修理後に再発）', codes: { number: 'CS-20418', status: 'open' }, users: [], links: [] },
  { id: 'h3', kind: 'order', at: ago(4 * DAY), title: '給水タンク、浄水フィルター', codes: { number: 'O-88213', status: 'shipped' }, users: [], links: [] },
  call('h4', ago(9 * DAY), ['修理 › 冷蔵庫 › 異音', 'Repair › Fridge › Noise'], '佐々木が対応。訪問修理を手配、11/20 午後。', { callback_owed: true }),
  { id: 'h5', kind: 'task', at: ago(9 * DAY), title: '訪問日の確認', codes: { state: 'done' }, users: [], links: [] },
  call('h6', ago(107 * DAY), ['配送 › 日時変更', 'Delivery › New date'], '洗濯機の設置日を 8/20 に変更', { medium: 'email' }),
  call('h7', ago(373 * DAY), ['書類 › 再発行', 'Documents › Reissue'], '保証書を再発行', { talk_seconds: 191 }),
];

const task = (id: string, kind: TaskRow['kind'], text: string, name: string | null, due: string): TaskRow => ({ id, kind, state: 'open', customer_id: 'x', customer_name: name, case_id: null, interaction_id: null, queue_id: null, team_id: null, owner_id: 'u1', owner_name: '佐藤 健太', created: ago(DAY), ended: null, overdue: false, soon: false, booking: null, tries: 0, tried: null, tried_outcome: null, second_line: null, address_kind: 'phone', address_value: '+819012345678', due, attempts: 1, said: null, text, version: 1 });
export const tasks = [task('t1', 'callback', '見積のご返事', '田辺 徹', ahead(3600)), task('t2', 'follow_up', '部品入荷の連絡 #CS-20377', '森 大輔', ahead(2.5 * 3600)), task('t3', 'missed_call', '', '石井 里奈', ago(1800))];

const basePop: ScreenPop = {
  callback: null,
  order: null,
  repeat: null,
  offer: { id: 'f1', made: ago(3), expires: ahead(12) },
  interaction: { id: 'x1', medium: 'voice', direction: 'in', opened: ago(51), waited_seconds: 48 },
  desk: {
    line_of_business: { id: 'l1', code: 'support', name_ja: '家電サポート', name_en: 'Appliance support' },
    dialled: '+81120000315',
    opening_phrase_ja: 'お電話ありがとうございます。みなと電機 家電サポートでございます。',
    opening_phrase_en: 'Thank you for calling Minato Electric appliance support.',
    queue: { id: 'q1', name_ja: '修理受付', name_en: 'Repairs' },
  },
  caller: { address: '+819012345678', kind: 'phone', withheld: null },
  recognition: 'one',
  candidates: [],
  customer: misaki,
  care: [
    { code: 'repeat_contact_same_reason', params: { count: 3, days: 10, reason_ja: '冷蔵庫の異音', reason_en: 'fridge noise' }, since: ago(9 * DAY) },
    { code: 'abandoned_before', params: {}, since: ago(2 * DAY) },
    { code: 'order_on_the_way', params: { number: 'O-88213' }, since: null },
  ],
  cases,
  orders: misaki.orders,
  contracts: misaki.contracts,
  tasks: [tasks[0]!],
  timeline,
  users: [],
  crm: { state: 'ok' },
  from_agent: null,
  notes: [],
};
const strange: Partial<ScreenPop> = { recognition: 'none', customer: null, care: [], cases: [], orders: [], contracts: [], tasks: [], timeline: [], crm: { state: 'off' } };

const pops: Partial<Record<Story, ScreenPop>> = {
  unknown: { ...basePop, ...strange },
  'call-unknown': { ...basePop, ...strange, offer: null },
  several: { ...basePop, ...strange, recognition: 'several', candidates: customers.slice(0, 2) },
  withheld: { ...basePop, ...strange, recognition: 'withheld', caller: { address: null, kind: 'phone', withheld: 'withheld' } },
};

const wrapup = (state: string): DeskWrapup => ({
  id: 'w1',
  interaction: 'x1',
  segment: 's1',
  state,
  opened: ago(45),
  due: state === 'due' ? ahead(45) : ago(95),
  talk_seconds: 384,
  held_seconds: 10,
  form: { reason: 'r212', asked: '11/20 の訪問修理の翌日、夜から同じ異音（ブーン）が再発。', done: '延長保証により無償で再訪問と部品交換を案内。', result: '', resolution: 'arranged', next_step: { kind: 'callback', due: ahead(2 * DAY), owner: 'u1', text: '上級技術員の予約を確認して折り返す' }, callback_owed: true, caller_relation: null, contract_holder: null, then: 'ready' },
  version: 1,
  rule: { seconds: 90, required: ['reason', 'asked', 'result', 'resolution'], reason_depth: 1, extend_seconds: 60, extensions_left: 2 },
  pop: { ...basePop, offer: null },
});

const queue = (id: string, name_ja: string, name_en: string, waiting: number, wait: number) => ({ id, name_ja, name_en, waiting, longest_wait_since: wait ? ago(wait) : null, ready: 3 });

export function deskOf(story: Story): Desk {
  const pop = pops[story] ?? basePop;
  const ringing = ['ringing', 'unknown', 'several', 'withheld'].includes(story);
  const calling = ['call', 'held', 'call-unknown', 'reconnecting'].includes(story);
  const wrapping = story === 'wrapup' || story === 'overdue';
  return {
    presence: { state: story === 'missed' ? 'not_responding' : story === 'overdue' ? 'wrap_up_overdue' : wrapping ? 'wrap_up' : ringing || calling ? 'busy' : 'ready', since: ago(calling ? 131 : 758), reason: null, due: null, after: 'ready' },
    offer: ringing ? pop : null,
    calls: calling ? [{ interaction: 'x1', state: story === 'held' ? 'held' : 'talking', muted: false, recording: true, recording_paused: null, consent: null, parties: [], invitation: null, parked: null, parked_by_me: false, hand: null, segment: 's1', connected: ago(131), since: ago(131), pop: { ...pop, offer: null } }] : [],
    wrapups: wrapping ? [wrapup(story === 'overdue' ? 'overdue' : 'due')] : [],
    tasks,
    queues: [queue('q1', '修理受付', 'Repairs', 4, 80), queue('q2', '配送・設置', 'Delivery', 1, 22), queue('q3', '法人窓口', 'Business', 0, 0), queue('q4', 'English', 'English', 0, 0)],
  };
}

const reason = (id: string, code: string, name_ja: string, name_en: string, parent_id: string | null): ContactReason => ({ id, code, name_ja, name_en, parent_id, active: true, level: 1, line_of_business_id: null, position: 0, version: 1 });
export const reasons: ContactReason[] = [
  reason('r2', '2', '修理', 'Repair', null),
  reason('r21', '21', '冷蔵庫', 'Fridge', 'r2'),
  reason('r212', '212', '再修理の手配', 'Repeat repair booked', 'r21'),
  reason('r214', '214', '部品交換', 'Part replaced', 'r21'),
  reason('r3', '3', '苦情', 'Complaint', null),
  reason('r310', '310', 'お詫び対応', 'Goodwill', 'r3'),
  reason('r4', '4', '配送', 'Delivery', null),
  reason('r41', '41', '日時変更', 'New date', 'r4'),
];
export const templates: Template[] = [{ id: 'm1', active: true, line_of_business_id: null, position: 0, reason_id: null, resolution: '', version: 1, name_ja: '再訪問の手配', name_en: 'Repeat visit', asked: '修理後の不具合。', done: '無償の再訪問を案内。', result: '訪問日を予約。' }];
export const colleagues = [
  { id: 'u2', name: '渡辺 翔', presence: 'ready' },
  { id: 'u3', name: '石井 里奈', presence: 'busy' },
];
export const crmCard = {
  customer_id: '48213',
  state: 'ok',
  url: 'https://crm.example/party/48213',
  fields: [
    { name: 'rank', label_ja: '会員ランク', label_en: 'Rank', value: 'ゴールド（2017 年から）', source: 'Tryton' },
    { name: 'owner', label_ja: '担当店', label_en: 'Shop', value: '横浜店', source: 'Tryton' },
  ],
};

export const checkItems: CheckItemSetting[] = [
  { code: 'name', name_ja: 'お名前', name_en: 'Name', field: 'name', required: true },
  { code: 'phone', name_ja: 'ご登録の電話番号', name_en: 'Registered number', field: 'phone', required: true },
  { code: 'birth', name_ja: '生年月日', name_en: 'Date of birth', field: 'birth_date', required: false },
];
export const vocabulary: Vocabulary = {
  consent_purposes: ['recording'],
  default_tier: 'standard',
  tiers: [
    { code: 'gold', name_ja: 'ゴールド', name_en: 'Gold' },
    { code: 'silver', name_ja: 'シルバー', name_en: 'Silver' },
    { code: 'standard', name_ja: '一般', name_en: 'Standard' },
  ],
};
