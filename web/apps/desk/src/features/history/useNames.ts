import { accessListLines, keys, routingListQueues, useMay } from '@madoguchi/api';
import { useLocale } from '@madoguchi/i18n';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';

/** Queues and lines of business by id, in the reader's language. Who has no desk may not list queues; then none are named. */
export function useNames() {
  const locale = useLocale();
  const queues = useQuery({ queryKey: [...keys.queues, 'all'], queryFn: ({ signal }) => routingListQueues({ signal }), enabled: useMay('desk.use'), staleTime: 300_000 }).data;
  const lines = useQuery({ queryKey: keys.lines, queryFn: ({ signal }) => accessListLines({ signal }), staleTime: 300_000 }).data;
  const nameIn = useCallback((rows: { id: string; name_ja: string; name_en: string }[] | undefined, id: string | null | undefined) => {
    const found = rows?.find(row => row.id === id);
    return found ? (locale === 'ja' ? found.name_ja : found.name_en) : '';
  }, [locale]);
  const queueName = useCallback((id: string | null | undefined) => nameIn(queues, id), [nameIn, queues]);
  const lineName = useCallback((id: string | null | undefined) => nameIn(lines, id), [nameIn, lines]);
  const choices = (rows: { id: string; name_ja: string; name_en: string }[] | undefined) => (rows ?? []).map(row => ({ value: row.id, label: locale === 'ja' ? row.name_ja : row.name_en }));
  return { queueName, lineName, queues: choices(queues), lines: choices(lines) };
}
