import { keys, routingListQueues, useList, type Queue } from '@madoguchi/api';
import { useLocale } from '@madoguchi/i18n';
import { useCallback } from 'react';

/** Queues by id and, those in use, as choices. */
export function useQueueNames() {
  const locale = useLocale();
  const queues = useList([...keys.queues, 'all'], signal => routingListQueues({ signal })).rows;
  const named = useCallback((queue: Queue) => (locale === 'en' ? queue.name_en : queue.name_ja) || queue.code, [locale]);
  const queueName = useCallback((id: string) => { const queue = queues.find(each => each.id === id); return queue ? named(queue) : '–'; }, [queues, named]);
  const choices = queues.filter(queue => queue.active ?? true).map(queue => ({ value: queue.id, label: named(queue) }));
  return { queueName, choices };
}
