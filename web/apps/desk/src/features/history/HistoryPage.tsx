import { interactionsListInteractions, keys, useMay, type HistoryPage as Answer, type HistoryRow } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, nameFor, PageHead, PageLink, Phone, Stamp, type Column } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconDownload, IconHistory, IconPlayerPlay } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Filters } from './Filters';
import styles from './History.module.css';
import { OutcomePill, Way } from './parts';
import { asQuery, type HistorySearch } from './search';
import { useNames } from './useNames';

export function HistoryPage() {
  const { t } = useTranslation('history');
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/history' });
  const { pages, answers } = useHistory(search);
  return (
    <main className={styles.list}>
      <PageHead title={t('title')}>
        <Export search={search} />
      </PageHead>
      <Filters search={search} onChange={change => void navigate({ to: '/history', search: now => ({ ...now, ...change }), replace: true })} />
      <Card flush className={styles.table}>
        <DataTable
          label={t('title')}
          columns={useColumns(answers)}
          pages={pages}
          rowKey={row => row.id}
          onOpen={row => void navigate({ to: '/history/$interaction', params: { interaction: row.id } })}
          rowTestId="history-row"
          empty={<Empty icon={<IconHistory size={32} stroke={1.5} />}>{t(Object.keys(search).length > 0 ? 'none' : 'empty')}</Empty>}
        />
      </Card>
    </main>
  );
}

function useHistory(search: HistorySearch) {
  const list = useInfiniteQuery({
    queryKey: [...keys.interactions, 'list', search],
    queryFn: ({ pageParam, signal }) => interactionsListInteractions({ query: { ...asQuery(search), after: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    placeholderData: previous => previous,
  });
  const answers = list.data?.pages ?? [];
  return {
    answers,
    pages: {
      rows: answers.flatMap(page => page.items),
      loading: list.isPending,
      loadingMore: list.isFetchingNextPage,
      error: list.error,
      more: list.hasNextPage ? () => void list.fetchNextPage() : undefined,
      retry: () => void list.refetch(),
    },
  };
}

/** The rows that are shown, as a file for a spreadsheet. The server records who took it. */
function Export({ search }: { search: HistorySearch }) {
  const { t } = useTranslation('history');
  const may = useMay('history.export');
  if (!may) return null;
  const query = new URLSearchParams(Object.entries(asQuery(search)).filter((entry): entry is [string, string] => Boolean(entry[1])));
  return (
    <Button variant="default" component="a" href={`/api/v1/interactions/export?${query.toString()}`} download leftSection={<IconDownload size={16} />} data-testid="history-export">
      {t('export')}
    </Button>
  );
}

function useColumns(answers: readonly Answer[]): Column<HistoryRow>[] {
  const { t } = useTranslation('history');
  const locale = useLocale();
  const format = useFormat();
  const { queueName } = useNames();
  return useMemo(() => {
    const people = new Map(answers.flatMap(page => page.users.map(user => [user.id, user.name])));
    const customers = new Map(answers.flatMap(page => page.customers.map(customer => [customer.id, customer])));
    const who = (row: HistoryRow) => {
      const customer = row.customer_id ? customers.get(row.customer_id) : undefined;
      return customer ? <PageLink to={`/customers/${customer.id}`}>{nameFor(locale, customer)}</PageLink> : <span className="ink3">{t(row.withheld ? `withheld.${row.withheld}` : 'unknown')}</span>;
    };
    return [
      { key: 'opened', title: t('opened'), cell: row => <PageLink to={`/history/${row.id}`}><Stamp at={row.opened} /></PageLink> },
      { key: 'way', title: t('way'), cell: row => <Way direction={row.direction} outcome={row.outcome} /> },
      { key: 'who', title: t('customer'), cell: who },
      { key: 'number', title: t('number'), cell: row => row.address_value && <Phone number={row.address_value} contact={row.id} {...(row.customer_id && { customer: row.customer_id })} testId="history-dial" /> },
      { key: 'reason', title: t('reason'), cell: row => <span className="clip">{(locale === 'ja' ? row.reason_ja : row.reason_en) || row.reason_ja}</span> },
      { key: 'queue', title: t('queue'), cell: row => queueName(row.queue_id) },
      { key: 'users', title: t('agent'), cell: row => row.users.map(id => people.get(id)).filter(Boolean).join(t('and')) },
      { key: 'outcome', title: t('outcome'), cell: row => <OutcomePill outcome={row.outcome} state={row.state} /> },
      {
        key: 'talk',
        title: t('talk'),
        numeric: true,
        cell: row => (
          <span className={styles.talk}>
            {row.recording && <IconPlayerPlay size={14} aria-label={t('recorded')} className="accent" />}
            {row.talk_seconds > 0 && format.clock(row.talk_seconds)}
          </span>
        ),
      },
    ];
  }, [answers, t, locale, format, queueName]);
}
