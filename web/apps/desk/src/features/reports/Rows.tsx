import { analyticsShowRows, keys, type Behind, type Definition, type Report, type Row } from '@madoguchi/api';
import { nationalPhone, useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, DataTable, Empty, nameFor, PageLink, Stamp, type Column } from '@madoguchi/ui';
import { CloseButton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import styles from './Reports.module.css';
import { NOBODY, SHOWN, type ReportSearch } from './search';
import { endOf, useTimes } from './times';
import { filters } from './useReport';
import { useQueueName } from './useQueueName';

interface Props {
  metric: Definition;
  course: Report;
  view: NonNullable<ReportSearch['view']>;
  search: ReportSearch;
  name: string;
  onShow: (change: Partial<ReportSearch>) => void;
}

/** The rows behind the open figure. A share says which of them are in it. */
export function Rows({ metric, course, view, search, name, onShow }: Props) {
  const { t } = useTranslation('reports');
  const times = useTimes();
  const shown = metric.share ? (search.shown ?? (metric.better === 'more' ? 'out' : 'in')) : 'all';
  const { pages, answers } = useRows({ metric, course, view, search, name, onShow }, shown);
  const first = answers[0];
  return (
    <Card flush className={styles.table} testId="report-rows">
      <div className={styles.tableHead}>
        <h2 className={styles.heading}>{t('rows')}</h2>
        <span className={styles.tags}>
          <span>{metric.name}</span>
          {name && <span>{name}</span>}
          {search.at && <span>{times(course, search.at)}</span>}
        </span>
        {first && <span className="meta ink3" data-testid="report-rows-count">{metric.share ? t('countOf', { counted: first.counted, rows: first.rows }) : t('count', { count: first.rows })}</span>}
        {metric.share && (
          <Chips label={t('shown')}>
            {SHOWN.map(each => (
              <Chip key={each} on={shown === each} onPick={() => { onShow({ shown: each }); }}>
                {t(`shownIs.${each}`)}
              </Chip>
            ))}
          </Chips>
        )}
        <CloseButton aria-label={t('closeRows')} onClick={() => { onShow({ open: undefined, key: undefined, at: undefined, shown: undefined }); }} />
      </div>
      <DataTable label={t('rows')} columns={useColumns(answers)} pages={pages} rowKey={row => row.id} rowTestId="report-row" empty={<Empty compact>{t('noRows')}</Empty>} />
    </Card>
  );
}

function useRows({ metric, course, view, search }: Props, shown: (typeof SHOWN)[number]) {
  const [start, end] = search.at ? [search.at, endOf(course, search.at)] : [course.start, course.end];
  const narrowed = view === 'time' || !search.key ? {} : search.key === NOBODY ? { without: view === 'line' ? ('line' as const) : ('queue' as const) } : { [view]: search.key };
  const query = {
    metric: metric.code, start, end, ...filters(search), ...narrowed,
    ...(shown !== 'all' && { counted: shown === 'in' }),
  };
  const list = useInfiniteQuery({
    queryKey: [...keys.reports, 'rows', query],
    queryFn: ({ pageParam, signal }) => analyticsShowRows({ query: { ...query, after: pageParam, limit: 25 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
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

const KINDS = ['connected', 'abandoned', 'max_wait', 'withdrawn', 'closed', 'unanswered', 'callback', 'voicemail', 'overflow', 'waiting', 'answered', 'agent', 'customer', 'transfer', 'system', 'accepted', 'declined', 'timed_out', 'expired', 'ready', 'busy', 'wrap_up', 'wrap_up_overdue', 'not_responding', 'break', 'training', 'offline'];

function useColumns(answers: readonly Behind[]): Column<Row>[] {
  const { t } = useTranslation('reports');
  const locale = useLocale();
  const format = useFormat();
  const queueName = useQueueName();
  return useMemo(() => {
    const people = new Map(answers.flatMap(page => page.users.map(user => [user.id, user.name])));
    const customers = new Map(answers.flatMap(page => page.customers.map(customer => [customer.id, customer])));
    const who = (row: Row) => {
      const customer = row.customer ? customers.get(row.customer) : undefined;
      const name = customer ? nameFor(locale, customer) : row.number ? nationalPhone(row.number) : t(row.interaction ? 'unknown' : 'none');
      return row.interaction ? <PageLink to={`/history/${row.interaction}`}>{name}</PageLink> : <span className="ink3">{name}</span>;
    };
    const seconds = (value: number | null) => (value === null ? '' : format.clock(value));
    const any = (has: (row: Row) => boolean) => answers.some(page => page.items.some(has));
    const columns: (Column<Row> | false)[] = [
      { key: 'at', title: t('at'), cell: row => <Stamp at={row.at} /> },
      { key: 'who', title: t('customer'), cell: who },
      { key: 'queue', title: t('view.queue'), cell: row => queueName(row.queue) },
      { key: 'user', title: t('view.person'), cell: row => (row.user && people.get(row.user)) ?? '' },
      any(row => row.waited !== null) && { key: 'waited', title: t('waited'), numeric: true, cell: row => seconds(row.waited) },
      any(row => row.talk !== null) && { key: 'talk', title: t('talk'), numeric: true, cell: row => seconds(row.talk) },
      any(row => row.hold !== null) && { key: 'hold', title: t('hold'), numeric: true, cell: row => seconds(row.hold) },
      any(row => row.wrap !== null) && { key: 'wrap', title: t('wrap'), numeric: true, cell: row => seconds(row.wrap) },
      any(row => row.until !== null) && { key: 'until', title: t('lasted'), numeric: true, cell: row => (row.until ? format.clock((Date.parse(row.until) - Date.parse(row.at)) / 1000) : '') },
      { key: 'ended', title: t('ended'), cell: row => (KINDS.includes(row.ended) ? t(`endedIs.${row.ended}`) : row.ended) },
    ];
    return columns.filter(column => column !== false);
  }, [answers, t, locale, format, queueName]);
}
