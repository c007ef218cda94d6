import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** Brings what is in the cache up to date by an event that tells what moved. What was never read stays so. */
export function patch<Data>(cache: QueryClient, queryKey: QueryKey, by: (now: Data) => Data): void {
  cache.setQueryData<Data>(queryKey, now => now && by(now));
  askAgain(cache, queryKey);
}

/** Puts into the cache what an event tells whole. */
export function put<Data>(cache: QueryClient, queryKey: QueryKey, whole: Data): void {
  cache.setQueryData<Data>(queryKey, whole);
  askAgain(cache, queryKey);
}

/**
 * A read that is under way may carry what was before the event and would write it over the newer truth: it is asked
 * again. The first read of all is let through, and asked again then.
 */
function askAgain(cache: QueryClient, queryKey: QueryKey): void {
  if (!cache.isFetching({ queryKey, exact: true })) return;
  const again = () => cache.invalidateQueries({ queryKey, exact: true });
  if (cache.getQueryData(queryKey) !== undefined) void again();
  else void cache.getQueryCache().find({ queryKey, exact: true })?.promise?.then(again, () => undefined);
}
