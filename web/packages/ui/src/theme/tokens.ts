/**
 * The design tokens: the only file that decides how anything looks. Components and CSS read `var(--md-*)` (or a
 * Mantine prop that resolves to these values); they never hold a literal colour, radius, shadow, duration or font.
 *
 * Names come from Japanese traditional colours: ai 藍 (indigo dye, the one accent), kinari 生成り (undyed cloth, the
 * page), sumi 墨 (ink, text), tokiwa 常磐 (positive), yamabuki 山吹 (caution), akane 茜 (negative).
 */
import type { MantineColorsTuple } from '@mantine/core';

export const ai: MantineColorsTuple = ['#EFF5F8', '#DDEAF1', '#BDD6E4', '#8FC3DE', '#64A3C4', '#3C84AC', '#22709A', '#165E83', '#0F4A69', '#0A3650'];
export const sumi: MantineColorsTuple = ['#FAF9F6', '#F4F2ED', '#ECE9E2', '#E2DED5', '#CFCABE', '#B3AEA2', '#8B877B', '#66686B', '#4E5256', '#1F2429'];
export const dark: MantineColorsTuple = ['#E7EBED', '#B7C0C6', '#94A0A8', '#6A7882', '#3A4751', '#2A353D', '#1D262C', '#171E23', '#10161A', '#0B0F12'];
export const tokiwa: MantineColorsTuple = ['#E9F4EE', '#D3E9DD', '#A8D3BC', '#74C79C', '#4DAF80', '#34986A', '#278257', '#1E6D48', '#17583A', '#0F3F29'];
export const yamabuki: MantineColorsTuple = ['#FCF4DF', '#F9E8BC', '#F3D27F', '#EDBE55', '#E2A51F', '#C98A0C', '#A66E05', '#855700', '#674300', '#4A3000'];
export const akane: MantineColorsTuple = ['#FBECEA', '#F6D6D3', '#EDACA8', '#F2928D', '#DA5F5C', '#C9413F', '#B62F31', '#9E2329', '#7F1B20', '#5D1317'];

export type Scheme = Record<string, string>;

/** The call bar is the same dyed cloth in both schemes, a little deeper at night. */
const cloth = {
  'noren-ink': '#FFFFFF',
  'noren-end': '#B62F31',
  'noren-go': '#278257',
  'noren-rec': '#FF8A80',
  'noren-edge': 'rgb(255 255 255 / .5)',
};

/** Semantic colours. Every text/background pair is 4.5:1 or better; `control` is 3:1 for outlines. */
export const light = {
  ...cloth,
  page: '#F4F2ED',
  surface: '#FFFFFF',
  sunken: '#FAF9F6',
  raised: '#FFFFFF',
  hover: '#F4F2ED',
  scrim: 'rgb(24 30 34 / .42)',
  line: '#E6E2DA',
  'line-strong': '#CFCABE',
  control: '#8B877B',
  ink: '#1F2429',
  'ink-2': '#4E5256',
  'ink-3': '#66686B',
  'ink-on': '#FFFFFF',
  ai: ai[7],
  'ai-hover': ai[8],
  'ai-ink': ai[7],
  'ai-soft': ai[0],
  'ai-mid': ai[1],
  'ai-line': ai[2],
  noren: '#124F70',
  'noren-deep': '#0D3F5B',
  'noren-ink-2': '#C4DCE9',
  'noren-line': 'rgb(255 255 255 / .18)',
  'noren-hover': 'rgb(255 255 255 / .12)',
  ok: '#278257',
  'ok-ink': '#1E6D48',
  'ok-soft': '#E9F4EE',
  'ok-line': '#A8D3BC',
  warn: '#E2A51F',
  'warn-ink': '#7F5300',
  'warn-soft': '#FCF4DF',
  'warn-line': '#EBCB7A',
  bad: '#B62F31',
  'bad-ink': '#9E2329',
  'bad-soft': '#FBECEA',
  'bad-line': '#EDB5B1',
  mute: '#8B877B',
  mark: '#FBEFC4',
  focus: '#0A3650',
  'focus-halo': '#FFFFFF',
  'shadow-1': '0 1px 2px rgb(40 36 28 / .06)',
  'shadow-2': '0 2px 6px rgb(40 36 28 / .07), 0 8px 24px rgb(40 36 28 / .08)',
  'shadow-3': '0 8px 20px rgb(40 36 28 / .12), 0 24px 64px rgb(40 36 28 / .20)',
} satisfies Scheme;

export const night = {
  ...cloth,
  page: '#10161A',
  surface: '#171E23',
  sunken: '#131A1E',
  raised: '#1D262C',
  hover: '#212B32',
  scrim: 'rgb(4 7 9 / .52)',
  line: '#27323A',
  'line-strong': '#3A4751',
  control: '#6A7882',
  ink: '#E7EBED',
  'ink-2': '#B7C0C6',
  'ink-3': '#94A0A8',
  'ink-on': '#072231',
  ai: ai[3],
  'ai-hover': '#A9D3E8',
  'ai-ink': ai[3],
  'ai-soft': '#16303E',
  'ai-mid': '#1B3B4C',
  'ai-line': '#2A5167',
  noren: '#134A68',
  'noren-deep': '#0F3B54',
  'noren-ink-2': '#BFD9E7',
  'noren-line': 'rgb(255 255 255 / .16)',
  'noren-hover': 'rgb(255 255 255 / .11)',
  ok: '#4DAF80',
  'ok-ink': '#74C79C',
  'ok-soft': '#153026',
  'ok-line': '#28533F',
  warn: '#E2A51F',
  'warn-ink': '#EDBE55',
  'warn-soft': '#332915',
  'warn-line': '#5C4A20',
  bad: '#DA5F5C',
  'bad-ink': '#F2928D',
  'bad-soft': '#3A1F20',
  'bad-line': '#683536',
  mute: '#7E8B94',
  mark: '#4A3D12',
  focus: '#CBE6F4',
  'focus-halo': '#10161A',
  'shadow-1': '0 1px 2px rgb(0 0 0 / .3)',
  'shadow-2': '0 2px 8px rgb(0 0 0 / .35), 0 10px 28px rgb(0 0 0 / .35)',
  'shadow-3': '0 12px 28px rgb(0 0 0 / .5), 0 28px 72px rgb(0 0 0 / .55)',
} satisfies Scheme;

/** The sign-in illustration, the same in both schemes: the lit counter at dusk. */
export const scene = {
  frame: '#0A3145',
  person: '#2A5368',
  headset: '#0F3B54',
  cloth: ['#1A6690', '#124F70'],
  lamp: ['#FBE8BD', '#F6D48C'],
  rod: '#7A5A35',
  counter: ['#CDA26D', '#B98B54', '#8A6337'],
  floor: '#08283A',
  phone: '#123E55',
  wall: '#0D3F5B',
  shade: '#000000',
  light: '#FFFFFF',
} as const;

const sans =
  '"IBM Plex Sans Variable", "IBM Plex Sans", "IBM Plex Sans JP", "Hiragino Sans", "BIZ UDPGothic", "Yu Gothic UI", "Noto Sans JP", "Noto Sans CJK JP", system-ui, sans-serif';

/** Scheme-independent tokens. Space is a 4-px grid; type is px at 100 % zoom and emitted as rem. */
export const fixed = {
  font: sans,
  mono: '"IBM Plex Mono", "BIZ UDGothic", ui-monospace, "Noto Sans Mono CJK JP", monospace',
  space: { '1': 4, '2': 8, '3': 12, '4': 16, '5': 20, '6': 24, '8': 32, '10': 40, '12': 48 },
  radius: { xs: 4, sm: 6, md: 8, lg: 12, full: 999 },
  /** name: [size, line height ja, line height en, weight] */
  type: {
    micro: [11, 1.45, 1.4, 500],
    meta: [12, 1.5, 1.45, 400],
    ui: [13, 1.55, 1.45, 400],
    body: [14, 1.65, 1.5, 400],
    read: [15, 1.75, 1.6, 400],
    title: [16, 1.5, 1.4, 600],
    lead: [18, 1.4, 1.35, 500],
    head: [20, 1.45, 1.3, 600],
    name: [26, 1.4, 1.25, 600],
    call: [34, 1.4, 1.25, 600],
    figure: [28, 1.15, 1.15, 500],
  },
  /** narrow ≤ 1360 px, wide ≥ 1680 px */
  layout: {
    rail: 64,
    top: 60,
    work: 264,
    'work-narrow': 248,
    'work-wide': 288,
    customer: 380,
    'customer-narrow': 328,
    'customer-wide': 416,
    row: 36,
    'row-roomy': 44,
    control: 32,
    measure: '38em',
  },
  motion: { quick: '90ms', base: '160ms', slow: '240ms', ease: 'cubic-bezier(.2, 0, 0, 1)' },
} as const;
