import { useTranslation } from 'react-i18next';
import { formatter, type Formatter } from './format';
import type { Locale } from './start';

export function useLocale(): Locale {
  return useTranslation().i18n.language === 'en' ? 'en' : 'ja';
}

/** One for each language: what stands on a page five hundred times is not made five hundred times. */
const made = new Map<Locale, Formatter>();

export function useFormat(): Formatter {
  const locale = useLocale();
  const format = made.get(locale) ?? formatter(locale);
  made.set(locale, format);
  return format;
}
