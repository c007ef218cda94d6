import { useCatalogue, useMay, type Catalogue } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { PageHead, ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Chart } from './Chart';
import { whole } from './figures';
import { Filters } from './Filters';
import { FindingDrawer } from './FindingDrawer';
import { Findings } from './Findings';
import styles from './Reports.module.css';
import { Rows } from './Rows';
import type { ReportSearch } from './search';
import { Table } from './Table';
import { Tiles } from './Tiles';
import { exportHref, useReport } from './useReport';

/** Yesterday's figures (or those of any days), what they mean, and the contacts they are made of. */
export function ReportsPage() {
  const { t } = useTranslation('reports');
  const catalogue = useCatalogue();
  return (
    <main className={styles.page} data-testid="reports">
      {catalogue.isPending && <SkeletonLines lines={8} height={28} />}
      <ProblemAlert error={catalogue.error} onRetry={() => void catalogue.refetch()} />
      {catalogue.data ? <Shown catalogue={catalogue.data} /> : <PageHead title={t('title')} />}
    </main>
  );
}

function Shown({ catalogue }: { catalogue: Catalogue }) {
  const { t } = useTranslation('reports');
  const search = useSearch({ from: '/signed-in/reports' });
  const navigate = useNavigate();
  const show = (change: Partial<ReportSearch>) => void navigate({ to: '/reports', search: { ...search, ...change }, replace: true });
  const { asked, sums, earlier, course, lines } = useReport(search, catalogue);
  const [now, was] = [whole(sums.data?.lines), whole(earlier.data?.lines)];
  const chosen = search.metric && (sums.isPending || now[search.metric] !== undefined) ? search.metric : now['service_level'] === undefined ? 'aht' : 'service_level';
  const opened = catalogue.metrics.find(metric => metric.code === search.open);
  const table = asked.view === 'time' ? course.data : lines.data;
  const mayTake = [useMay('reports.export'), useMay('reports.read')];
  const mayFind = useMay('findings.read');
  return (
    <>
      <PageHead title={t('title')}>
        <span className="meta ink3">{t('compared')}</span>
        {(mayTake[0] || !mayTake[1]) && (
          <Button variant="default" component="a" href={exportHref(asked, search)} download leftSection={<IconDownload size={16} />} data-testid="report-export">
            {t('export')}
          </Button>
        )}
      </PageHead>
      <Filters first={asked.first} last={asked.last} today={catalogue.today} search={search} onShow={show} />
      <ProblemAlert error={sums.error ?? course.error ?? lines.error} onRetry={() => { for (const each of [sums, course, lines]) if (each.error) void each.refetch(); }} />
      <Tiles metrics={catalogue.metrics} now={now} was={was} chosen={chosen} onChoose={metric => { show({ metric }); }} onOpen={open => { show({ open, key: undefined, at: undefined, shown: undefined }); }} />
      <div className={styles.middle} data-alone={!mayFind || undefined}>
        {course.data ? <Chart course={course.data} metrics={catalogue.metrics} chosen={chosen} onShow={show} /> : <SkeletonLines lines={6} height={40} />}
        {mayFind && <Findings onOpen={finding => { show({ finding }); }} />}
      </div>
      {opened && course.data && <Rows metric={opened} course={course.data} view={asked.view} search={search} name={(search.key && lines.data?.names[search.key]) ?? ''} onShow={show} />}
      {table && <Table report={table} view={asked.view} metrics={catalogue.metrics} onShow={show} />}
      {mayFind && <FindingDrawer finding={search.finding} onClose={() => { show({ finding: undefined }); }} />}
    </>
  );
}
