import { keys, routingListQueues, useMay, type TimelineEntry } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { usePersonName } from '@madoguchi/ui';
import { useQuery } from '@tanstack/react-query';

const MEASURES = ['ring', 'hold', 'wrap'] as const;

/** Who handled a call, from which queue, its seconds beside the talk, and how many cases it touched. */
export function CallFacts({ entry: { kind, codes = {}, users = [], links = [] } }: { entry: TimelineEntry }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const personName = usePersonName();
  const queueName = useQueueName();
  if (kind !== 'interaction') return null;
  const measured = MEASURES.filter(name => Number(codes[`${name}_seconds`] ?? 0) > 0).map(name => t(`seconds.${name}`, { span: format.clock(Number(codes[`${name}_seconds`])) }));
  const cases = links.filter(([touched]) => touched === 'case').length;
  const names = [...new Set(users)].map(personName).filter(Boolean).join(t('and'));
  const facts = [names, queueName(codes['queue']), ...measured, cases > 0 && t('touchedCases', { count: cases })].filter(Boolean);
  return facts.length > 0 && <div className="meta ink3 tn" data-testid="timeline-facts">{facts.join(' · ')}</div>;
}

/** Who has no desk may not list queues; then none is named. */
function useQueueName(): (id: unknown) => string {
  const locale = useLocale();
  const queues = useQuery({ queryKey: [...keys.queues, 'all'], queryFn: ({ signal }) => routingListQueues({ signal }), enabled: useMay('desk.use'), staleTime: 300_000 }).data;
  return id => {
    const found = queues?.find(queue => queue.id === id);
    return found ? (locale === 'ja' ? found.name_ja : found.name_en) : '';
  };
}
