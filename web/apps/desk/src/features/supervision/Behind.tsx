import { keys, supervisionListHandled, supervisionListStays, type BoardQueue, type HandledRow, type StayRow } from '@madoguchi/api';
import { nationalPhone, useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { DataTable, Elapsed, Empty, PageLink, PersonName, Stamp, type Column } from '@madoguchi/ui';
import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Count } from './search';

interface Answer<Row> {
  items: Row[];
  next: string | null;
  users: { id: string; name: string }[];
  customers: { id: string; name: string; kana: string; romaji: string }[];
}

/** The rows behind a number, page by page, with everybody in them by name. Live: asked again when the counts move. */
function useRows<Row>(queryKey: QueryKey, read: (after: string | undefined, signal: AbortSignal) => Promise<Answer<Row>>) {
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    staleTime: 0,
  });
  const answers = list.data?.pages;
  const named = useMemo(
    () => ({
      users: new Map(answers?.flatMap(page => page.users.map(user => [user.id, user.name]))),
      customers: new Map(answers?.flatMap(page => page.customers.map(customer => [customer.id, customer]))),
    }),
    [answers],
  );
  const pages = {
    rows: answers?.flatMap(page => page.items) ?? [],
    loading: list.isPending,
    loadingMore: list.isFetchingNextPage,
    error: list.error,
    more: list.hasNextPage ? () => void list.fetchNextPage() : undefined,
    retry: () => void list.refetch(),
  };
  return { pages, named };
}

type Named = ReturnType<typeof useRows>['named'];
interface Whose {
  customer: string | null;
  address: string;
  withheld: string | null;
}

/** The columns that every row has: whose contact it was, a step from its record, and in which queue. */
function useWhose(queues: readonly BoardQueue[], { customers }: Named) {
  const { t } = useTranslation('supervision');
  const locale = useLocale();
  const who = (interaction: string, { customer, address, withheld }: Whose) => {
    const known = customer ? customers.get(customer) : undefined;
    return <PageLink to={`/history/${interaction}`}>{known ? <PersonName {...known} /> : address ? nationalPhone(address) : t(`withheld.${withheld ?? 'unavailable'}`)}</PageLink>;
  };
  const queueName = (id: string | null) => {
    const queue = queues.find(each => each.id === id);
    return queue && ((locale === 'en' ? queue.name_en : queue.name_ja) || queue.name_ja);
  };
  return { who, queueName };
}

const PAGE = 25;

/** Stays in a queue's line: since when, how long, and what came of it. */
export function StayRows({ count, queues }: { count: Exclude<Count, 'handled'>; queues: readonly BoardQueue[] }) {
  const { t } = useTranslation('supervision');
  const format = useFormat();
  const ids = queues.map(queue => queue.id);
  const { pages, named } = useRows<StayRow>([...keys.stays, count, ids], (after, signal) => supervisionListStays({ query: { count, queue: ids, after, limit: PAGE }, signal }));
  const { who, queueName } = useWhose(queues, named);
  const columns: (Column<StayRow> | false)[] = [
    { key: 'entered', title: t('entered'), cell: row => <Stamp at={row.stay.entered} clock /> },
    { key: 'who', title: t('who'), cell: row => who(row.stay.interaction, row) },
    queues.length > 1 && { key: 'queue', title: t('queue'), cell: row => queueName(row.stay.queue) },
    { key: 'waited', title: t('waited'), numeric: true, cell: row => (row.stay.waited === null ? <Elapsed since={row.stay.entered} /> : format.clock(row.stay.waited)) },
    { key: 'exit', title: t('cameOf'), cell: row => t(`exit.${row.stay.exit ?? 'waiting'}`) },
    { key: 'users', title: t('takenBy'), cell: row => row.users.map(user => named.users.get(user)).filter(Boolean).join(', ') || <span className="ink3">–</span> },
  ];
  return <DataTable label={t('contacts')} columns={columns.filter(column => column !== false)} pages={pages} rowKey={row => `${row.stay.item} ${row.stay.queue}`} rowTestId="stay-row" empty={<Empty compact>{t('noStays')}</Empty>} />;
}

/** What was handled to the end of its wrap-up: who did, and the seconds that the average handle time is made of. */
export function HandledRows({ queues }: { queues: readonly BoardQueue[] }) {
  const { t } = useTranslation('supervision');
  const format = useFormat();
  const ids = queues.map(queue => queue.id);
  const { pages, named } = useRows<HandledRow>([...keys.stays, 'handled', ids], (after, signal) => supervisionListHandled({ query: { queue: ids, after, limit: PAGE }, signal }));
  const { who, queueName } = useWhose(queues, named);
  const columns: (Column<HandledRow> | false)[] = [
    { key: 'connected', title: t('connected'), cell: row => <Stamp at={row.part.connected} clock /> },
    { key: 'who', title: t('who'), cell: row => who(row.part.interaction, row) },
    queues.length > 1 && { key: 'queue', title: t('queue'), cell: row => queueName(row.part.queue) },
    { key: 'talk', title: t('talkTime'), numeric: true, cell: row => format.clock(row.part.talk) },
    { key: 'hold', title: t('holdTime'), numeric: true, cell: row => format.clock(row.part.hold) },
    { key: 'wrap', title: t('wrapTime'), numeric: true, cell: row => format.clock(row.part.wrap) },
    { key: 'whole', title: t('handleTime'), numeric: true, cell: row => format.clock(row.part.talk + row.part.hold + row.part.wrap) },
    { key: 'user', title: t('takenBy'), cell: row => named.users.get(row.part.user) },
  ];
  return <DataTable label={t('contacts')} columns={columns.filter(column => column !== false)} pages={pages} rowKey={row => row.part.segment} rowTestId="handled-row" empty={<Empty compact>{t('noStays')}</Empty>} />;
}
