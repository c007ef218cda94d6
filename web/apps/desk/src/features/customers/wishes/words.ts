import { useLocale, useTranslation } from '@madoguchi/i18n';

export const OPT_OUTS = ['email', 'sms', 'voice:marketing'] as const;
/** `voice:marketing` as the name of a text. */
export const mediumKey = (medium: string): string => medium.replace(':', '_');

export const CHANNELS = ['voice', 'email', 'sms', 'line', 'post'] as const;
export const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];

/** Days of the week (ISO, 1 is Monday) in a few words: nothing for all, 平日 for Monday to Friday. */
export function useDays(): (days: number[] | undefined) => string {
  const { t } = useTranslation('customers');
  const locale = useLocale();
  // 2024-01-01 was a Monday.
  const name = (day: number) => new Intl.DateTimeFormat(locale === 'ja' ? 'ja-JP' : 'en-GB', { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, day)));
  return days => {
    const chosen = [...(days ?? ALL_DAYS)].sort();
    if (chosen.length === 7) return '';
    if (chosen.join() === '1,2,3,4,5') return t('wishes.weekdays');
    return chosen.map(name).join(locale === 'ja' ? '・' : ', ');
  };
}
