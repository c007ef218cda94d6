import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LOCALES = ['ja', 'en'] as const;
export type Locale = (typeof LOCALES)[number];
export const localeName: Record<Locale, string> = { ja: '日本語', en: 'English' };

/** The messages of one room of the screen: a namespace and its texts in both languages. */
export interface Bundle {
  namespace: string;
  messages: Record<Locale, Record<string, unknown>>;
}

/** Texts are part of the build, so that nothing ever flashes in the wrong language. */
export function startI18n(bundles: readonly Bundle[], locale: Locale): i18n {
  const resources: Record<Locale, Record<string, Record<string, unknown>>> = { ja: {}, en: {} };
  for (const { namespace, messages } of bundles) for (const each of LOCALES) resources[each][namespace] = messages[each];
  void i18next.use(initReactI18next).init({
    resources,
    lng: locale,
    fallbackLng: 'ja',
    ns: bundles.map(bundle => bundle.namespace),
    interpolation: { escapeValue: false },
    initAsync: false,
    saveMissing: true,
    missingKeyHandler: (locales, namespace, key, shown) => {
      if (shown === key) console.error(`No text for ${namespace}:${key} in ${locales.join(', ')}`);
    },
  });
  document.documentElement.lang = locale;
  i18next.on('languageChanged', language => {
    document.documentElement.lang = language;
  });
  return i18next;
}
