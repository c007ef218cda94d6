import { startI18n, type Bundle, type Locale } from '@madoguchi/i18n';
import { uiBundle } from '@madoguchi/ui';
import { remembered } from './remembered';

type Texts = Record<string, unknown>;
const ja = import.meta.glob<Texts>(['./messages/ja.json', '../features/**/messages/ja.json'], { eager: true, import: 'default' });
const en = import.meta.glob<Texts>(['./messages/en.json', '../features/**/messages/en.json'], { eager: true, import: 'default' });

/** `../features/desk/messages/ja.json` → `desk`; the shell's own texts are `app`. A large part of a feature has its own. */
const namespace = (path: string) => /([^/.]+)\/messages\//.exec(path)?.[1] ?? 'app';

/** Every feature's texts, found by their place: a new feature edits no list. */
export const bundles: Bundle[] = [
  uiBundle,
  ...Object.entries(ja).map(([path, texts]) => ({
    namespace: namespace(path),
    messages: { ja: texts, en: en[path.replace('ja.json', 'en.json')] ?? {} },
  })),
];

export const firstLocale = (): Locale => remembered.locale() ?? (navigator.language.startsWith('ja') ? 'ja' : 'en');

export const startTexts = () => startI18n(bundles, firstLocale());
