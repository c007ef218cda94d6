import { calendarsListOpeningHours, keys, useList, type OpeningHours, type HoursNow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, type Column } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconClockHour9, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { ActivePill } from '../ActivePill';
import styles from '../Admin.module.css';
import { AdminPage, RowName } from '../parts';
import { HoursDrawer } from './HoursDrawer';
import { Standing } from './Preview';
import { summary } from './times';

/** When we are there: opening hours by name, how each stands right now. */
export function HoursPage() {
  const { t } = useTranslation('calendars');
  const [opened, setOpened] = useState<OpeningHours | 'new'>();
  const hours = useList(keys.openingHours, signal => calendarsListOpeningHours({ signal }));
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => { setOpened('new'); }} data-testid="hours-add">
      {t('hours.add')}
    </Button>
  );
  return (
    <AdminPage title={t('hours.title')} lead={t('hours.lead')} actions={add}>
      <Card flush className={styles.table}>
        <DataTable label={t('hours.title')} columns={useColumns(setOpened)} pages={hours} rowKey={row => row.hours.id} onOpen={row => { setOpened(row.hours); }} rowTestId="hours-row" roomy empty={<Empty icon={<IconClockHour9 size={32} stroke={1.5} />}>{t('hours.empty')}</Empty>} />
      </Card>
      {opened && <HoursDrawer key={opened === 'new' ? 'new' : opened.id} hours={opened === 'new' ? undefined : opened} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}

function useColumns(open: (hours: OpeningHours) => void): Column<HoursNow>[] {
  const { t } = useTranslation('calendars');
  return useMemo(
    () => [
      { key: 'name', title: t('hours.name'), cell: row => <RowName onOpen={() => { open(row.hours); }}>{row.hours.name}</RowName> },
      { key: 'week', title: t('hours.week'), cell: row => <Week hours={row.hours} /> },
      { key: 'now', title: t('hours.now'), cell: row => <Standing now={row.now} /> },
      { key: 'zone', title: t('hours.zone'), cell: row => row.hours.time_zone },
      { key: 'active', title: t('hours.state'), cell: row => <ActivePill active={row.hours.active} /> },
    ],
    [t, open],
  );
}

function Week({ hours }: { hours: OpeningHours }) {
  const { t } = useTranslation('calendars');
  const day = (at: number) => t(`weekday.${String(at + 1)}`);
  const groups = summary(hours.week);
  if (groups.length === 0) return <span className="ink3">{t('closed')}</span>;
  return (
    <ul>
      {groups.map(({ first, last, text }) => (
        <li key={first}>
          <span className="b5">{first === last ? day(first) : t('range', { from: day(first), to: day(last) })}</span> <span className="tn">{text}</span>
        </li>
      ))}
    </ul>
  );
}
