import type { Locale } from '@madoguchi/i18n';

const KEY = 'madoguchi.locale';

/** What this browser keeps between visits, so that sign-in already speaks the reader's language. */
export const remembered = {
  locale: (): Locale | undefined => {
    const kept = localStorage.getItem(KEY);
    return kept === 'ja' || kept === 'en' ? kept : undefined;
  },
  keepLocale: (locale: Locale): void => {
    localStorage.setItem(KEY, locale);
  },
};
