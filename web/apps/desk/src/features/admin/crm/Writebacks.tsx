import { crmListWritebacks, crmRetry, keys, usePages, type Connection, type WritebackView } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, DataTable, Empty, PageLink, Pill, ProblemAlert, Stamp, type Column, type Tone } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconArrowUpRight, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import styles from './Crm.module.css';
import { useFaultWords } from './words';

type State = WritebackView['state'];
const STATES: readonly State[] = ['pending', 'delivered', 'no_record', 'several', 'failed'];
const tone: Record<State, Tone> = { pending: 'plain', sending: 'plain', delivered: 'ok', no_record: 'warn', several: 'warn', failed: 'bad' };
/** What goes no further by itself. */
const STUCK: readonly State[] = ['no_record', 'several', 'failed'];

/** What the CRMs were told of each contact and what they are still owed; what was given up can be tried again. */
export function Writebacks({ connections }: { connections: readonly Connection[] }) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const [state, setState] = useState<State | null>(null);
  const pages = usePages([...keys.crmWritebacks, { state }], (after, signal) => crmListWritebacks({ query: { status: state, after, limit: 25 }, signal }));
  const moving = pages.rows.some(row => row.state === 'sending');
  useEffect(() => {
    if (!moving) return undefined;
    const timer = setInterval(() => void cache.invalidateQueries({ queryKey: keys.crmWritebacks }), 2000);
    return () => { clearInterval(timer); };
  }, [moving, cache]);
  const retry = useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) await crmRetry({ path: { writeback: id } });
    },
    onSettled: () => Promise.all([cache.invalidateQueries({ queryKey: keys.crmWritebacks }), cache.invalidateQueries({ queryKey: keys.crmConnections })]),
  });
  const stuck = pages.rows.filter(row => STUCK.includes(row.state)).map(row => row.id);
  return (
    <section className={styles.section}>
      <div className="row wrap">
        <h2 className="grow">{t('writebacks.title')}</h2>
        <Chips label={t('writebacks.state')}>
          <Chip on={state === null} onPick={() => { setState(null); }}>{t('all')}</Chip>
          {STATES.map(each => (
            <Chip key={each} on={state === each} onPick={() => { setState(each); }} testId={`writebacks-${each}`}>{t(`writebacks.is.${each}`)}</Chip>
          ))}
        </Chips>
        <Button variant="default" leftSection={<IconRefresh size={16} />} disabled={stuck.length === 0} loading={retry.isPending} onClick={() => { retry.mutate(stuck); }} data-testid="writebacks-retry-all">
          {t('writebacks.retryAll', { count: stuck.length })}
        </Button>
      </div>
      <ProblemAlert error={retry.error} />
      <Card flush>
        <DataTable
          label={t('writebacks.title')}
          columns={useColumns(connections.length > 1, id => { retry.mutate([id]); }, retry.isPending)}
          pages={pages}
          rowKey={row => row.id}
          rowTestId="writeback-row"
          empty={<Empty icon={<IconArrowUpRight size={28} stroke={1.5} />}>{t(state ? 'nothingFits' : 'writebacks.empty')}</Empty>}
        />
      </Card>
    </section>
  );
}

function useColumns(named: boolean, retry: (id: string) => void, busy: boolean): Column<WritebackView>[] {
  const { t } = useTranslation('admin');
  const words = useFaultWords();
  return useMemo(
    () => [
      { key: 'created', title: t('writebacks.contact'), cell: row => <PageLink to={`/history/${row.interaction_id}`}><Stamp at={row.created} /></PageLink> },
      { key: 'customer', title: t('writebacks.customer'), cell: row => <PageLink to={`/customers/${row.customer_id}`}>{row.customer_name ?? t('writebacks.nameless')}</PageLink> },
      ...(named ? [{ key: 'connection', title: t('writebacks.connection'), cell: (row: WritebackView) => row.connection_name }] : []),
      { key: 'state', title: t('state'), cell: row => <Pill square tone={tone[row.state]}>{t(`writebacks.is.${row.state}`)}</Pill> },
      { key: 'error', title: t('writebacks.error'), cell: row => <span className="ink2">{words(row.error)}</span> },
      { key: 'attempts', title: t('writebacks.attempts'), numeric: true, cell: row => row.attempts },
      {
        key: 'when',
        title: t('writebacks.when'),
        numeric: true,
        cell: row => (row.delivered ? <Stamp at={row.delivered} /> : row.state === 'pending' ? <span className="ink3">{t('writebacks.next')} <Stamp at={row.due} /></span> : null),
      },
      {
        key: 'retry',
        title: <span className="visually-hidden">{t('writebacks.retry')}</span>,
        numeric: true,
        cell: row =>
          row.state !== 'delivered' && row.state !== 'sending' && (
            <Button size="compact-sm" variant="default" disabled={busy} onClick={() => { retry(row.id); }} data-testid="writeback-retry">
              {t('writebacks.retry')}
            </Button>
          ),
      },
    ],
    [t, words, named, retry, busy],
  );
}
