import type { Report } from '@madoguchi/api';
import { useLocale, type Locale } from '@madoguchi/i18n';

/** When a step begins, on the tenant's clock: `11:30`, `11/25（水）`, `Wed 25 Nov`. */
export function timeOf(start: string, zone: string, step: Report['step'], locale: Locale): string {
  const tag = locale === 'ja' ? 'ja-JP' : 'en-GB';
  if (step === 'half_hour') return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(new Date(start));
  return new Intl.DateTimeFormat(tag, { weekday: 'short', month: locale === 'ja' ? 'numeric' : 'short', day: 'numeric', timeZone: zone }).format(new Date(start));
}

/** When a step of this report begins, with its day where half hours of several days are shown. */
export function stepOf(report: Pick<Report, 'zone' | 'step' | 'first' | 'last'>, start: string, locale: Locale): string {
  const time = timeOf(start, report.zone, report.step, locale);
  return report.step === 'half_hour' && report.first !== report.last ? `${timeOf(start, report.zone, 'day', locale)} ${time}` : time;
}

/** The same, in the reader's language. */
export function useTimes() {
  const locale = useLocale();
  return (report: Pick<Report, 'zone' | 'step' | 'first' | 'last'>, start: string) => stepOf(report, start, locale);
}

/** A step's end: that of the next one's beginning, or of the whole. */
export const endOf = (report: Report, start: string): string => report.steps[report.steps.indexOf(start) + 1] ?? report.end;
