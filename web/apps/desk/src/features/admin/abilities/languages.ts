import { useLocale } from '@madoguchi/i18n';
import { useCallback } from 'react';

/** What is commonly spoken at a Japanese desk; any BCP 47 tag that somebody has already stays. */
export const LANGUAGES = ['ja', 'en', 'zh', 'ko', 'vi', 'pt', 'es', 'tl', 'ne', 'th', 'id', 'my'] as const;

/** The name of a language in the reader's own. */
export function useLanguageName(): (tag: string) => string {
  const locale = useLocale();
  return useCallback((tag: string) => new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag, [locale]);
}
