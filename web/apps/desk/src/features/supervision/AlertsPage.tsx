import { keys, supervisionListAlerts, usePages, type AlertView } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, PageHead, PageLink, Pill, Stamp, type Column } from '@madoguchi/ui';
import { IconBell } from '@tabler/icons-react';
import { useMemo } from 'react';
import { alertIcons } from './Alerts';
import { useAlertText } from './alerts';
import styles from './Board.module.css';

/** Every alert there was: from when until when, how bad it got, and who saw to it. */
export function AlertsPage() {
  const { t } = useTranslation('supervision');
  const text = useAlertText();
  const format = useFormat();
  const alerts = usePages<AlertView>(keys.alertHistory, (after, signal) => supervisionListAlerts({ query: { after, limit: 50 }, signal }));
  const columns = useMemo<Column<AlertView>[]>(
    () => [
      { key: 'raised', title: t('raised'), cell: row => <Stamp at={row.raised} /> },
      {
        key: 'what',
        title: t('what'),
        cell: row => {
          const Icon = alertIcons[row.kind];
          return (
            <span className="row">
              <Icon size={16} stroke={1.8} aria-hidden />
              {row.interaction ? <PageLink to={`/history/${row.interaction}`}>{text({ ...row, value: row.worst }).title}</PageLink> : text({ ...row, value: row.worst }).title}
            </span>
          );
        },
      },
      { key: 'severity', title: t('urgency'), cell: row => <Pill tone={row.severity === 'critical' ? 'bad' : 'warn'}>{t(`severity.${row.severity}`)}</Pill> },
      { key: 'lasted', title: t('lasted'), cell: row => (row.cleared ? format.span((Date.parse(row.cleared) - Date.parse(row.raised)) / 1000) : <Pill tone="warn">{t('stillUp')}</Pill>) },
      { key: 'acked', title: t('seenTo'), cell: row => (row.acked && row.acked_by ? <span>{row.acked_by.name} <Stamp at={row.acked} clock /></span> : <span className="ink3">–</span>) },
    ],
    [t, text, format],
  );
  return (
    <main className={styles.page} data-testid="alert-history">
      <nav className="meta">
        <PageLink to="/supervision">{t('toBoard')}</PageLink>
      </nav>
      <PageHead title={t('alertHistory')} />
      <Card flush>
        <DataTable label={t('alertHistory')} columns={columns} pages={alerts} rowKey={row => row.id} rowTestId="alert-row" empty={<Empty icon={<IconBell size={32} stroke={1.5} />}>{t('noAlerts')}</Empty>} />
      </Card>
    </main>
  );
}
