import { analyticsShowFigures, keys, useMay, type Catalogue, type Report } from '@madoguchi/api';
import { useQuery } from '@tanstack/react-query';
import { addDays, before, daysBetween, type ReportSearch } from './search';

export interface Asked {
  first: string;
  last: string;
  by: Report['by'];
  step: Report['step'];
}

/** Which days, how they are cut and what the table lists: as asked for, else yesterday in half hours by queue. */
export function askedFor(search: ReportSearch, catalogue: Catalogue, everybody: boolean) {
  const yesterday = addDays(catalogue.today, -1);
  const first = search.first ?? search.last ?? yesterday;
  const last = search.last ?? first;
  const step = search.step ?? (daysBetween(first, last) > 3 ? 'day' : 'half_hour');
  const view = search.view ?? (everybody ? 'queue' : 'time');
  return { first, last, step, view };
}

/** Which contacts and people are asked for. */
export const filters = ({ queue, line, team, person, direction }: ReportSearch) => ({ queue, line, team, person, direction });

function useFigures(asked: Asked, search: ReportSearch, enabled = true) {
  const query = { ...asked, ...filters(search) };
  return useQuery({ queryKey: [...keys.reports, 'figures', query], queryFn: ({ signal }) => analyticsShowFigures({ query, signal }), placeholderData: previous => previous, enabled });
}

/** The sums of the period, those of the same weekdays before, its course, and the lines of the table. */
export function useReport(search: ReportSearch, catalogue: Catalogue) {
  const everybody = useMay('reports.read');
  const { first, last, step, view } = askedFor(search, catalogue, everybody);
  const by = view === 'time' ? 'total' : view;
  return {
    asked: { first, last, step, view },
    sums: useFigures({ first, last, by: 'total', step: 'whole' }, search),
    earlier: useFigures({ ...before(first, last), by: 'total', step: 'whole' }, search),
    course: useFigures({ first, last, by: 'total', step }, search),
    lines: useFigures({ first, last, by, step: 'whole' }, search, view !== 'time'),
  };
}

/** The same figures as a file. */
export function exportHref(asked: ReturnType<typeof useReport>['asked'], search: ReportSearch): string {
  const { first, last, step, view } = asked;
  const query = new URLSearchParams({ first, last, step, by: view === 'time' ? 'total' : view });
  for (const [name, value] of Object.entries(filters(search))) if (value) query.set(name, value);
  return `/api/v1/reports/export?${query.toString()}`;
}
