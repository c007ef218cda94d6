import { keys, routingLiveTable, type QueueTable } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { useLiveState, useTopic } from '@madoguchi/live';
import { Elapsed, Figures, PageHead, Pill, ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { byDanger, groupOf } from './groups';
import { Hands } from './Hands';
import { People } from './People';
import styles from './Queues.module.css';
import { QueueRows } from './QueueRows';
import type { QueuesSearch } from './search';

/** How every queue and every colleague stands right now; the live feed moves it, nobody reloads. */
export function QueuesPage() {
  const { t } = useTranslation('queues');
  useTopic('topic:queues');
  const table = useQuery({ queryKey: keys.queueTable, queryFn: ({ signal }) => routingLiveTable({ signal }), staleTime: 0 });
  return (
    <main className={styles.page} data-testid="live-table">
      <PageHead title={t('title')}>
        <Liveness at={table.data?.at} />
      </PageHead>
      <Hands />
      {table.isPending && <SkeletonLines lines={8} height={28} />}
      <ProblemAlert error={table.error} onRetry={() => void table.refetch()} />
      {table.data && <Table table={table.data} />}
    </main>
  );
}

function Table({ table }: { table: QueueTable }) {
  const search = useSearch({ from: '/signed-in/queues' });
  const navigate = useNavigate();
  const show = (next: QueuesSearch) => void navigate({ to: '/queues', search: next, replace: true });
  const queues = [...table.queues].sort(byDanger);
  return (
    <>
      <Sums table={table} oldest={queues[0]?.oldest ?? null} />
      <QueueRows queues={queues} search={search} onShow={show} />
      <People table={table} search={search} onShow={show} />
    </>
  );
}

/** Whether what is shown is of now. */
function Liveness({ at }: { at: string | undefined }) {
  const { t } = useTranslation('queues');
  const format = useFormat();
  const live = useLiveState() === 'online';
  if (!at) return null;
  return (
    <Pill tone={live ? 'ok' : 'warn'} testId="live-state">
      {t(live ? 'live' : 'stale', { time: format.timeWithSeconds(at) })}
    </Pill>
  );
}

function Sums({ table, oldest }: { table: QueueTable; oldest: string | null }) {
  const { t } = useTranslation('queues');
  const people = (group: string) => table.agents.filter(agent => groupOf(agent.presence) === group).length;
  return (
    <Figures
      label={t('sums')}
      figures={[
        { name: t('waiting'), value: table.queues.reduce((sum, queue) => sum + queue.waiting, 0), testId: 'live-waiting-all' },
        { name: t('longest'), value: oldest ? <Elapsed since={oldest} /> : '–', testId: 'live-longest-all' },
        ...(['ready', 'busy', 'wrap_up', 'not_responding'] as const).map(group => ({ name: t(`group.${group}`), value: people(group), testId: `live-${group}-all` })),
      ]}
    />
  );
}
