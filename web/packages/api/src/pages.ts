import { useInfiniteQuery, useQuery, type QueryKey } from '@tanstack/react-query';

/** One page of a keyset list; `next` is the cursor of the following page, null at the end. */
export interface Page<Row> {
  items: Row[];
  next?: string | null;
}

export interface Pages<Row> {
  rows: Row[];
  loading: boolean;
  loadingMore: boolean;
  error: Error | null;
  more: (() => void) | undefined;
  retry: () => void;
}

type Read<Row> = (after: string | undefined, signal: AbortSignal) => Promise<Page<Row>>;

/**
 * A keyset list, page by page: `usePages([...keys.customers, 'list', { q }], (after, signal) =>
 * customersListCustomers({ query: { q, after }, signal }))`. Keeps the old rows while a new filter loads.
 */
export function usePages<Row>(queryKey: QueryKey, read: Read<Row>): Pages<Row> {
  const list = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    placeholderData: previous => previous,
  });
  return {
    rows: list.data?.pages.flatMap(page => page.items) ?? [],
    loading: list.isPending,
    loadingMore: list.isFetchingNextPage,
    error: list.error,
    more: list.hasNextPage ? () => void list.fetchNextPage() : undefined,
    retry: () => void list.refetch(),
  };
}

/** A list that comes whole, as a table takes it. */
export function useList<Row>(queryKey: QueryKey, read: (signal: AbortSignal) => Promise<Row[]>): Pages<Row> {
  const list = useQuery({ queryKey, queryFn: ({ signal }) => read(signal), placeholderData: previous => previous });
  return { rows: list.data ?? [], loading: list.isPending, loadingMore: false, error: list.error, more: undefined, retry: () => void list.refetch() };
}
