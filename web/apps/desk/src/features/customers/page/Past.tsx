import { customersListIdentityChecks, customersListOrders, interactionsShowTimeline, keys, usePages, type CustomerCard, type Order, type TimelineEntry } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, DataTable, Empty, Pill, ProblemAlert, SkeletonLines, Stamp, Timeline, type Column } from '@madoguchi/ui';
import { Button, Tabs } from '@mantine/core';
import { IconFolder, IconListCheck, IconPackage, IconPhone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import styles from '../Customers.module.css';
import { CallFacts } from './CallFacts';
import { useCheckItemName } from './checks';

const KINDS = [
  { kind: 'interaction', icon: IconPhone },
  { kind: 'case', icon: IconFolder },
  { kind: 'task', icon: IconListCheck },
  { kind: 'order', icon: IconPackage },
] as const;

/** Everything that was, on all channels: the timeline, and what is better read as a table. */
export function Past({ card }: { card: CustomerCard }) {
  const { t } = useTranslation('customers');
  return (
    <Card flush className={styles.past}>
      <Tabs defaultValue="timeline" keepMounted={false} className={styles.tabs}>
        <Tabs.List>
          <Tabs.Tab value="timeline">{t('timeline')}</Tabs.Tab>
          <Tabs.Tab value="orders">{t('ordersTab', { count: card.order_count })}</Tabs.Tab>
          <Tabs.Tab value="checks">{t('checks.tab')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="timeline" className={styles.panel}>
          <Line customer={card.id} />
        </Tabs.Panel>
        <Tabs.Panel value="orders" className={styles.panel}>
          <Orders customer={card.id} />
        </Tabs.Panel>
        <Tabs.Panel value="checks" className={styles.panel}>
          <Checks customer={card.id} />
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
}

function Line({ customer }: { customer: string }) {
  const { t } = useTranslation('customers');
  const [kind, setKind] = useState<string | null>(null);
  const pages = usePages(keys.timelineOf(customer, kind), (after, signal) => interactionsShowTimeline({ query: { customer, kinds: kind, after, limit: 30 }, signal }));
  return (
    <>
      <div className={styles.timelineHead}>
        <Chips label={t('timelineFilter')}>
          <Chip on={kind === null} onPick={() => { setKind(null); }}>
            {t('all')}
          </Chip>
          {KINDS.map(each => (
            <Chip key={each.kind} on={kind === each.kind} onPick={() => { setKind(each.kind); }} testId={`timeline-${each.kind}`}>
              <each.icon size={14} aria-hidden />
              {t(`kinds.${each.kind}`)}
            </Chip>
          ))}
        </Chips>
      </div>
      <div className={styles.scroll}>
        {pages.loading && <SkeletonLines lines={8} height={20} />}
        <ProblemAlert error={pages.error} onRetry={pages.retry} />
        {!pages.loading && !pages.error && <Days entries={pages.rows} />}
        {pages.more && (
          <Button variant="default" fullWidth loading={pages.loadingMore} onClick={pages.more} data-testid="timeline-older">
            {t('older')}
          </Button>
        )}
      </div>
    </>
  );
}

/** A heading over each day, so that a long past can be skimmed. */
function Days({ entries }: { entries: readonly TimelineEntry[] }) {
  const format = useFormat();
  const days = useMemo(() => {
    const found = new Map<string, TimelineEntry[]>();
    for (const entry of entries) {
      const day = new Date(entry.at).toDateString();
      found.set(day, [...(found.get(day) ?? []), entry]);
    }
    return [...found.values()];
  }, [entries]);
  if (days.length === 0) return <Timeline entries={[]} />;
  return days.map(each => (
    <section key={each[0]!.id}>
      <h2 className={styles.day}>{format.heading(each[0]!.at)}</h2>
      <Timeline entries={each} clock more={entry => <CallFacts entry={entry} />} />
    </section>
  ));
}

function Orders({ customer }: { customer: string }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const pages = usePages([...keys.customer(customer), 'orders'], (after, signal) => customersListOrders({ path: { customer_id: customer }, query: { after, limit: 25 }, signal }));
  const columns = useMemo<Column<Order>[]>(
    () => [
      { key: 'number', title: t('orderNumber'), cell: row => <span className="tn b5">{row.number}</span> },
      { key: 'what', title: t('orderWhat'), cell: row => row.lines.map(line => (line.quantity > 1 ? `${line.title} × ${String(line.quantity)}` : line.title)).join(' / ') },
      { key: 'status', title: t('status'), cell: row => <Pill square>{t(`ui:orderStatus.${row.status}`)}</Pill> },
      { key: 'total', title: t('total'), numeric: true, cell: row => format.money(row.total_minor, row.currency) },
      { key: 'ordered', title: t('ordered'), numeric: true, cell: row => <Stamp at={row.ordered} /> },
    ],
    [t, format],
  );
  return <DataTable label={t('orders')} columns={columns} pages={pages} rowKey={row => row.id} empty={<Empty>{t('noOrders')}</Empty>} />;
}

function Checks({ customer }: { customer: string }) {
  const { t } = useTranslation('customers');
  const checks = useQuery({ queryKey: [...keys.customer(customer), 'checks'], queryFn: ({ signal }) => customersListIdentityChecks({ path: { customer_id: customer }, signal }) });
  const nameOf = useCheckItemName();
  if (checks.isPending) return <div className={styles.scroll}><SkeletonLines /></div>;
  return (
    <div className={styles.scroll}>
      <ProblemAlert error={checks.error} onRetry={() => void checks.refetch()} />
      {checks.data?.length === 0 && <Empty>{t('checks.none')}</Empty>}
      <ol className="list">
        {checks.data?.map(check => (
          <li key={check.id} className={styles.consentRow}>
            <Pill square tone={check.result === 'passed' ? 'ok' : check.result === 'failed' ? 'bad' : 'warn'}>
              {t(`checks.${check.result}`)}
            </Pill>
            <span className="grow ink2">{check.items.filter(item => item.passed).map(item => nameOf(item.code)).join(' · ')}</span>
            <span className="meta ink3"><Stamp at={check.at} /></span>
          </li>
        ))}
      </ol>
    </div>
  );
}
