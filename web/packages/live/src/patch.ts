import type { QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Brings what is in the cache up to date by an event. A read that is under way may carry what was before the event and
 * would write it over the newer truth: it is asked again. The first read of all is let through, and asked again then.
 */
export function patch<Data>(cache: QueryClient, queryKey: QueryKey, by: (now: Data) => Data): void {
  const shown = cache.setQueryData<Data>(queryKey, now => now && by(now));
  if (!cache.isFetching({ queryKey, exact: true })) return;
  const again = () => cache.invalidateQueries({ queryKey, exact: true });
  if (shown !== undefined) void again();
  else void cache.getQueryCache().find({ queryKey, exact: true })?.promise?.then(again, () => undefined);
}
