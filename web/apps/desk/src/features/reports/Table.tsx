import type { Definition, Line, Report } from '@madoguchi/api';
import { useMay } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, Define, Empty } from '@madoguchi/ui';
import { COLUMNS, useFigures } from './figures';
import styles from './Reports.module.css';
import { CLOSED, NOBODY, VIEWS, type ReportSearch } from './search';
import { useTimes } from './times';

interface Props {
  report: Report;
  view: NonNullable<ReportSearch['view']>;
  metrics: readonly Definition[];
  onShow: (change: Partial<ReportSearch>) => void;
}

/** The figures as a table, by queue, line of business, team, person or time; each opens its rows. */
export function Table({ report, view, metrics, onShow }: Props) {
  const { t } = useTranslation('reports');
  const of = report.by === 'total' ? 'time' : report.by; // while another view is fetched, the lines are those of the last one
  const shown = COLUMNS.flatMap(code => metrics.filter(metric => metric.code === code && report.lines.some(line => line.figures[code] !== undefined)));
  return (
    <Card flush className={styles.table} testId="report-table">
      <div className={styles.tableHead}>
        <h2 className={styles.heading}>{t('table')}</h2>
        <Views view={view} onShow={onShow} />
      </div>
      {report.lines.length === 0 ? (
        <Empty compact>{t('nothing')}</Empty>
      ) : (
        <div className={styles.frame}>
          <table className={styles.figures} aria-label={t('table')}>
            <thead>
              <tr>
                <th scope="col">{t(`view.${of}`)}</th>
                {shown.map(metric => (
                  <th key={metric.code} scope="col" data-number>
                    <span className={styles.columnName}>
                      {metric.name}
                      <Define metric={metric} testId="report-define" />
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {report.lines.map(line => (
                <Row key={`${line.start}${line.key ?? ''}`} line={line} report={report} view={of} shown={shown} onShow={onShow} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function Row({ line, report, view, shown, onShow }: Pick<Props, 'report' | 'view' | 'onShow'> & { line: Line; shown: readonly Definition[] }) {
  const { t } = useTranslation('reports');
  const times = useTimes();
  const { show } = useFigures();
  const name = view === 'time' ? times(report, line.start) : (line.key && report.names[line.key]) || t('unnamed');
  const open = (code: string) => { onShow({ open: code, key: line.key ?? (view === 'time' ? undefined : NOBODY), at: view === 'time' ? line.start : undefined, shown: undefined }); };
  const course = view !== 'time' && line.key ? { [view]: line.key } : undefined;
  return (
    <tr data-testid="report-line">
      <th scope="row">
        {course ? (
          <button type="button" className={styles.plain} title={t('courseOfLine')} onClick={() => { onShow({ ...course, view: 'time', ...CLOSED }); }} data-testid="report-line-name">
            <span className="visually-hidden">{t('courseOfLine')}</span> {name}
          </button>
        ) : (
          name
        )}
      </th>
      {shown.map(metric => {
        const value = line.figures[metric.code];
        return (
          <td key={metric.code} data-number>
            {value !== undefined ? (
              <button type="button" className={styles.cell} aria-label={t('openOf', { name: metric.name, of: name, value: show(metric, value) })} onClick={() => { open(metric.code); }} data-testid={`report-cell-${metric.code}`}>
                {show(metric, value)}
              </button>
            ) : (
              <span className="ink3">{show(metric, value)}</span>
            )}
          </td>
        );
      })}
    </tr>
  );
}

function Views({ view, onShow }: Pick<Props, 'view' | 'onShow'>) {
  const { t } = useTranslation('reports');
  const [everybody, people] = [useMay('reports.read'), useMay('reports.people')];
  const shown = VIEWS.filter(each => each === 'time' || (everybody && each !== 'person') || (each === 'person' && people));
  return (
    <Chips label={t('views')}>
      {shown.map(each => (
        <Chip key={each} on={view === each} onPick={() => { onShow({ view: each, open: undefined, key: undefined, at: undefined }); }} testId={`report-view-${each}`}>
          {t(`view.${each}`)}
        </Chip>
      ))}
    </Chips>
  );
}
