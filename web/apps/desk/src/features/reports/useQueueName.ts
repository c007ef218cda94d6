import { keys, routingListQueues, useMay } from '@madoguchi/api';
import { useLocale } from '@madoguchi/i18n';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';

/** A queue's name by its id, in the reader's language. */
export function useQueueName() {
  const locale = useLocale();
  const queues = useQuery({ queryKey: [...keys.queues, 'all'], queryFn: ({ signal }) => routingListQueues({ signal }), enabled: useMay('desk.use'), staleTime: 300_000 }).data;
  return useCallback(
    (id: string | null) => {
      const found = queues?.find(queue => queue.id === id);
      return found ? (locale === 'en' ? found.name_en : found.name_ja) || found.name_ja : '';
    },
    [queues, locale],
  );
}
