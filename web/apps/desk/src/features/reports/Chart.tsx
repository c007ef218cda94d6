import '@mantine/charts/styles.css';
import type { Definition, Report } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, Empty } from '@madoguchi/ui';
import { CompositeChart } from '@mantine/charts';
import { useFigures } from './figures';
import { timeOf } from './times';
import type { ReportSearch } from './search';
import styles from './Reports.module.css';

interface Props {
  course: Report;
  metrics: readonly Definition[];
  chosen: string;
  onShow: (change: Partial<ReportSearch>) => void;
}

const BARS = [['answered', 'ai.5'], ['abandoned', 'akane.4']] as const;

/** The period's course: what was answered and abandoned as bars, the chosen figure as a line over them. */
export function Chart({ course, metrics, chosen, onShow }: Props) {
  const { t } = useTranslation('reports');
  const locale = useLocale();
  const { show } = useFigures();
  const called = (code: string) => metrics.find(metric => metric.code === code);
  const of = new Map(course.lines.map(line => [line.start, line.figures]));
  const filled = course.steps.map((start, n) => ({ n, start, figures: of.get(start) ?? {} }));
  const busy = filled.filter(each => ['received', 'offered', 'handled', 'asked'].some(code => each.figures[code]));
  const [from, to] = [busy[0]?.n ?? 0, busy.at(-1)?.n ?? -1];
  const data = filled.slice(from, to + 1).map(({ start, figures }) => ({ time: timeOf(start, course.zone, course.step, locale), ...figures }));
  const bars = course.lines.some(line => line.figures['offered'] !== undefined) ? BARS : ([['handled', 'ai.5']] as const);
  const line = bars.some(([code]) => code === chosen) ? undefined : called(chosen);
  const goal = line?.code === 'service_level' ? [{ yAxisId: 'right', y: course.target.percent, label: t('goal', { percent: course.target.percent }), color: 'gray.6' }] : [];
  const title = line ? t('courseOf', { name: line.name }) : t('course');
  return (
    <Card title={title} aside={<Steps course={course} onShow={onShow} />} className={styles.chart} testId="report-chart">
      {data.length === 0 ? (
        <Empty compact>{t('nothing')}</Empty>
      ) : (
        <figure className={styles.drawing} aria-label={t('drawing', { title })}>
          <CompositeChart
            h={300}
            data={data}
            dataKey="time"
            withLegend
            withRightYAxis={line !== undefined}
            rightYAxisProps={line?.unit === 'percent' ? { domain: [0, 100] } : {}}
            maxBarWidth={18}
            curveType="monotone"
            referenceLines={goal}
            series={[
              ...bars.map(([code, color]) => ({ name: code, label: called(code)?.name ?? code, color, type: 'bar' as const })),
              ...(line ? [{ name: line.code, label: line.name, color: 'var(--md-ai-ink)', type: 'line' as const, yAxisId: 'right' }] : []),
            ]}
            valueFormatter={value => (line?.unit === 'percent' ? String(Math.round(value * 10) / 10) : line && !Number.isInteger(value) ? show(line, value) : String(value))}
          />
        </figure>
      )}
    </Card>
  );
}

function Steps({ course, onShow }: { course: Report; onShow: Props['onShow'] }) {
  const { t } = useTranslation('reports');
  return (
    <Chips label={t('steps')}>
      {(['half_hour', 'day'] as const).map(step => (
        <Chip key={step} on={course.step === step} onPick={() => { onShow({ step }); }} testId={`report-step-${step}`}>
          {t(`step.${step}`)}
        </Chip>
      ))}
    </Chips>
  );
}
