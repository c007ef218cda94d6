import { useQuery } from '@tanstack/react-query';
import { analyticsListMetrics } from './generated/sdk.gen';
import { keys } from './keys';
import { useMay } from './session';

/** The whole catalogue of metrics, and which day it is on the tenant's clock. */
export function useCatalogue() {
  return useQuery({ queryKey: keys.catalogue, queryFn: ({ signal }) => analyticsListMetrics({ signal }), staleTime: 300_000, enabled: useMay('reports.own') });
}
