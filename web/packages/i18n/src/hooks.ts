import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatter, type Formatter } from './format';
import type { Locale } from './start';

export function useLocale(): Locale {
  return useTranslation().i18n.language === 'en' ? 'en' : 'ja';
}

export function useFormat(): Formatter {
  const locale = useLocale();
  return useMemo(() => formatter(locale), [locale]);
}
