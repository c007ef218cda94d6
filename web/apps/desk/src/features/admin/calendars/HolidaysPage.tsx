import { calendarsListClosures, calendarsListDaysOff, keys, useList, useMay, type Closure, type Holiday } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, Pill, ProblemAlert, Section, type Column } from '@madoguchi/ui';
import { ActionIcon, Button } from '@mantine/core';
import { IconCalendarOff, IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import styles from '../Admin.module.css';
import { AdminPage, RowName } from '../parts';
import own from './Calendars.module.css';
import { ClosureDrawer } from './ClosureDrawer';
import { countryName } from './places';
import { spansText } from './times';
import { useImports } from './useImports';

/** Days off: what the law says of a year, and what the company adds to it or takes from it. */
export function HolidaysPage() {
  const { t } = useTranslation('calendars');
  const [opened, setOpened] = useState<Closure | 'new'>();
  const may = useMay('calendars.admin');
  const closures = useList([...keys.holidays, 'closures'], signal => calendarsListClosures({ signal }));
  const brought = useImports('closures');
  const actions = may && (
    <>
      {brought.actions}
      <Button leftSection={<IconPlus size={16} />} onClick={() => { setOpened('new'); }} data-testid="closure-add">
        {t('closures.add')}
      </Button>
    </>
  );
  return (
    <AdminPage title={t('holidays.title')} lead={t('holidays.lead')} actions={actions}>
      <ProblemAlert error={brought.error} />
      <Section level={2} title={t('closures.title')}>
        <Card flush className={styles.table}>
          <DataTable label={t('closures.title')} columns={useClosureColumns(setOpened)} pages={closures} rowKey={row => row.id} onOpen={setOpened} rowTestId="closure-row" empty={<Empty compact icon={<IconCalendarOff size={28} stroke={1.5} />}>{t('closures.empty')}</Empty>} />
        </Card>
      </Section>
      <Year />
      {may && brought.list}
      {opened && <ClosureDrawer key={opened === 'new' ? 'new' : opened.id} closure={opened === 'new' ? undefined : opened} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}

function useClosureColumns(open: (closure: Closure) => void): Column<Closure>[] {
  const { t } = useTranslation('calendars');
  const format = useFormat();
  const ja = useLocale() === 'ja';
  return useMemo(() => {
    const monthDay = new Intl.DateTimeFormat(ja ? 'ja-JP' : 'en-GB', { month: 'short', day: 'numeric' });
    const daysOf = ({ first, last, yearly }: Closure) => {
      const [from, to] = [first, last].map(day => (yearly ? monthDay.format(new Date(`${day}T00:00:00`)) : format.date(day)));
      return from === to ? from : t('range', { from, to });
    };
    return [
      { key: 'name', title: t('closures.name'), cell: row => <RowName onOpen={() => { open(row); }}>{ja ? row.name_ja : row.name_en}</RowName> },
      { key: 'days', title: t('closures.days'), cell: row => <span className="tn">{daysOf(row)}</span> },
      { key: 'yearly', title: t('closures.yearly'), cell: row => (row.yearly ? t('closures.everyYear') : t('closures.once')) },
      { key: 'kind', title: t('closures.kind'), cell: row => (row.spans?.length ? t('closures.only', { hours: spansText(row.spans) }) : t(`closures.is.${row.kind}`)) },
    ];
  }, [t, format, ja, open]);
}

/** Every day off of one year, in order. */
function Year() {
  const { t } = useTranslation('calendars');
  const [year, setYear] = useState(() => new Date().getFullYear());
  const days = useList([...keys.holidays, year], async signal => {
    const { days: found, country } = await calendarsListDaysOff({ query: { year }, signal });
    return found.map(day => ({ ...day, country }));
  });
  const country = days.rows[0]?.country;
  return (
    <Section
      level={2}
      title={t('holidays.year', { year, country: country ? countryName(country, t('locale')) : '' })}
      aside={
        <span className="row">
          <ActionIcon aria-label={t('holidays.before')} onClick={() => { setYear(year - 1); }}>
            <IconChevronLeft size={18} />
          </ActionIcon>
          <ActionIcon aria-label={t('holidays.after')} onClick={() => { setYear(year + 1); }} data-testid="holidays-after">
            <IconChevronRight size={18} />
          </ActionIcon>
        </span>
      }
    >
      <Card flush className={own.year}>
        <DataTable label={t('holidays.title')} columns={useDayColumns()} pages={days} rowKey={row => `${row.day} ${row.kind}`} rowTestId="holiday-row" empty={<Empty compact>{t('holidays.none')}</Empty>} />
      </Card>
    </Section>
  );
}

function useDayColumns(): Column<Holiday>[] {
  const { t } = useTranslation('calendars');
  const format = useFormat();
  const ja = useLocale() === 'ja';
  return useMemo(
    () => [
      { key: 'day', title: t('holidays.day'), width: 160, cell: row => <span className="tn">{format.day(`${row.day}T00:00:00`)}</span> },
      { key: 'name', title: t('closures.name'), cell: row => (ja ? row.name_ja : row.name_en) },
      { key: 'kind', title: t('closures.kind'), width: 160, cell: row => <Pill square tone={row.kind === 'company' ? 'accent' : 'plain'}>{t(`holidays.is.${row.kind}`)}</Pill> },
    ],
    [t, format, ja],
  );
}
