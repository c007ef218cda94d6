import { keys, supervisionAcknowledgeAlert, supervisionListStandingAlerts, useMay, type AlertView, type Id } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

export function useAlerts() {
  const may = useMay('supervision.watch');
  return useQuery({ queryKey: keys.alerts, queryFn: ({ signal }) => supervisionListStandingAlerts({ signal }), enabled: may, staleTime: Infinity });
}

/** Those that are up, with one that came, moved or went. The newest first. */
export function alertChanged(alerts: AlertView[], changed: AlertView): AlertView[] {
  const others = alerts.filter(each => each.id !== changed.id);
  if (changed.cleared) return others;
  return [changed, ...others].sort((a, b) => b.raised.localeCompare(a.raised));
}

/** What asks for somebody before what only warns, what nobody sees to before the rest, the newest first. */
export const byPressure = (a: AlertView, b: AlertView): number =>
  Number(a.acked !== null) - Number(b.acked !== null) || Number(a.severity !== 'critical') - Number(b.severity !== 'critical') || b.raised.localeCompare(a.raised);

export function useAcknowledge() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (alert: Id) => supervisionAcknowledgeAlert({ path: { alert } }),
    onSuccess: seen => {
      cache.setQueryData<AlertView[]>(keys.alerts, now => now && alertChanged(now, seen));
      return cache.invalidateQueries({ queryKey: keys.alertHistory });
    },
  });
}

/** An alert in a sentence: what it is about, and how much. */
export function useAlertText(): (alert: AlertView) => { title: string; detail: string } {
  const { t } = useTranslation('supervision');
  const locale = useLocale();
  const format = useFormat();
  return ({ kind, queue, person, value, above, skill }) => {
    const subject = person?.name ?? (queue ? (locale === 'en' ? queue.name_en : queue.name_ja) : '');
    const seconds = format.span(value);
    const place = person && queue ? (locale === 'en' ? queue.name_en : queue.name_ja) : '';
    const limit = kind === 'waiting' ? t('limitCalls', { count: above }) : kind === 'service_level' ? t('limitPoints', { count: above }) : above > 0 ? t('limitSeconds', { span: format.span(above) }) : '';
    return { title: t(`alert.${kind}`, { name: subject, count: value, span: seconds, skill }), detail: [place, limit].filter(Boolean).join(' · ') };
  };
}
