import { Button } from '@mantine/core';
import { useTranslation } from '@madoguchi/i18n';
import type { MouseEvent, ReactNode } from 'react';
import { ProblemAlert } from '../parts/ProblemAlert';
import { SkeletonLines } from '../parts/SkeletonLines';
import styles from './DataTable.module.css';

export interface Column<Row> {
  key: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  numeric?: boolean;
  width?: number | string;
}

interface Props<Row> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  pages: { rows: Row[]; loading: boolean; loadingMore: boolean; error: Error | null; more: (() => void) | undefined; retry: () => void };
  rowKey: (row: Row) => string;
  /** Opens a row by mouse. Keyboard users need a link or button in one of the cells. */
  onOpen?: (row: Row) => void;
  empty: ReactNode;
  roomy?: boolean;
  rowTestId?: string;
}

/** A link or button in a row does its own work, and so does what a row opened elsewhere on the page (a menu, a question). */
const isRow = ({ target, currentTarget }: MouseEvent) => target instanceof Element && currentTarget.contains(target) && !target.closest('a, button, input, label');

/** A dense keyset list: skeleton, empty state, failure and "load more" included. */
export function DataTable<Row>({ label, columns, pages, rowKey, onOpen, empty, roomy, rowTestId }: Props<Row>) {
  if (pages.loading) return <div style={{ padding: 'var(--md-s4)' }}><SkeletonLines lines={8} height={20} /></div>;
  if (pages.error) return <ProblemAlert error={pages.error} onRetry={pages.retry} />;
  if (pages.rows.length === 0) return <>{empty}</>;
  return (
    <>
      <div className={styles.frame}>
        <table className={styles.table} aria-label={label} data-roomy={roomy || undefined}>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column.key} scope="col" data-numeric={column.numeric || undefined} style={{ width: column.width }}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pages.rows.map(row => (
              <tr key={rowKey(row)} data-open={onOpen ? true : undefined} data-testid={rowTestId} onClick={event => { if (isRow(event)) onOpen?.(row); }}>
                {columns.map(column => (
                  <td key={column.key} data-numeric={column.numeric || undefined}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Foot count={pages.rows.length} more={pages.more} loading={pages.loadingMore} />
    </>
  );
}

function Foot({ count, more, loading }: { count: number; more: (() => void) | undefined; loading: boolean }) {
  const { t } = useTranslation('ui');
  return (
    <div className={styles.foot}>
      <span className="meta ink3">{t('rows', { count })}</span>
      {more && (
        <Button variant="default" loading={loading} onClick={more}>
          {t('loadMore')}
        </Button>
      )}
    </div>
  );
}
