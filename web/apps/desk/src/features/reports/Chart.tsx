import '@mantine/charts/styles.css';
import type { Definition, Report } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, Empty } from '@madoguchi/ui';
import { CompositeChart } from '@mantine/charts';
import { courseOf } from './course';
import { useFigures } from './figures';
import { useTimes } from './times';
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
  const times = useTimes();
  const { show } = useFigures();
  const called = (code: string) => metrics.find(metric => metric.code === code);
  const waits = course.lines.some(line => line.figures['offered'] !== undefined);
  const bars = waits ? BARS : ([['handled', 'ai.5']] as const);
  const data = courseOf(course, bars.map(([code]) => code)).map(point => ({ ...point, time: times(course, point.start) }));
  const line = bars.some(([code]) => code === chosen) ? undefined : called(chosen);
  const goal = line?.code === 'service_level' ? [{ yAxisId: 'right', y: course.target.percent, label: t('goal', { percent: course.target.percent }), color: 'gray.6' }] : [];
  const title = t(waits ? (line ? 'courseOf' : 'course') : line ? 'handledOf' : 'handledCourse', { name: line?.name });
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
            xAxisProps={{ interval: 'equidistantPreserveStart' }}
            yAxisProps={{ allowDecimals: false, tickFormatter: String }}
            rightYAxisProps={line ? { ...(line.unit === 'percent' && { domain: [0, 100] }), tickFormatter: (value: number) => (line.unit === 'percent' ? String(value) : show(line, value)) } : {}}
            tooltipProps={{ content: ({ label, payload }) => <Tip label={String(label ?? '')} shown={payload.map(each => [called(String(each.dataKey)), Number(each.value)])} /> }}
            maxBarWidth={18}
            curveType="monotone"
            connectNulls={false}
            referenceLines={goal}
            series={[
              ...bars.map(([code, color]) => ({ name: code, label: called(code)?.name ?? code, color, type: 'bar' as const })),
              ...(line ? [{ name: line.code, label: line.name, color: 'var(--md-ai-ink)', type: 'line' as const, yAxisId: 'right' }] : []),
            ]}
          />
        </figure>
      )}
    </Card>
  );
}

/** What a step came to: each figure as the table writes it. */
function Tip({ label, shown }: { label: string; shown: readonly (readonly [Definition | undefined, number])[] }) {
  const { show } = useFigures();
  return (
    <div className={styles.tip}>
      <div className="meta ink3">{label}</div>
      {shown.map(([metric, value]) => metric && <div key={metric.code}>{metric.name} <span className="b6 tn">{show(metric, value)}</span></div>)}
    </div>
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
