import { calendarsListDaysOff, calendarsListShifts, keys, useList, useMay, type PersonShifts } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, ProblemAlert, Section, type Column } from '@madoguchi/ui';
import { ActionIcon, Button } from '@mantine/core';
import { IconCalendarWeek, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { AdminPage } from '../parts';
import own from './Calendars.module.css';
import { addDays, isoDay, monday, onDay, timesOf } from './shifts';
import { useImports } from './useImports';

/** Who works when, brought in as a file. */
export function ShiftsPage() {
  const { t } = useTranslation('calendars');
  const may = useMay('shifts.write');
  const brought = useImports('shifts');
  return (
    <AdminPage title={t('shifts.title')} lead={t('shifts.lead')} actions={may && brought.actions}>
      <ProblemAlert error={brought.error} />
      <Week />
      {may && brought.list}
    </AdminPage>
  );
}

function Week() {
  const { t } = useTranslation('calendars');
  const format = useFormat();
  const [from, setFrom] = useState(() => monday(new Date()));
  const to = useMemo(() => addDays(from, 7), [from]);
  const people = useList([...keys.shifts, from.toISOString()], signal => calendarsListShifts({ query: { start: from.toISOString(), end: to.toISOString() }, signal }));
  const days = useMemo(() => Array.from({ length: 7 }, (_, n) => addDays(from, n)), [from]);
  const closed = useClosedDays(from, to);
  const columns = useMemo<Column<PersonShifts>[]>(
    () => [
      { key: 'name', title: t('shifts.person'), width: 140, cell: row => <span className="b5">{row.name}</span> },
      ...days.map((day, n) => ({ key: String(n), title: closed.has(isoDay(day)) ? t('shifts.closedDay', { day: format.day(day) }) : format.day(day), cell: (row: PersonShifts) => <Cell person={row} day={day} /> })),
    ],
    [t, format, days, closed],
  );
  const step = (by: number, name: 'before' | 'after', Icon: typeof IconChevronLeft) => (
    <ActionIcon aria-label={t(`shifts.${name}`)} onClick={() => { setFrom(addDays(from, by)); }} data-testid={`shifts-${name}`}>
      <Icon size={18} />
    </ActionIcon>
  );
  return (
    <Section level={2} title={t('range', { from: format.date(from), to: format.date(addDays(from, 6)) })} aside={<span className="row">{step(-7, 'before', IconChevronLeft)}<Button variant="subtle" size="compact-sm" onClick={() => { setFrom(monday(new Date())); }}>{t('shifts.thisWeek')}</Button>{step(7, 'after', IconChevronRight)}</span>}>
      <Card flush className={own.shifts}>
        <DataTable label={t('shifts.title')} columns={columns} pages={people} rowKey={row => row.user} rowTestId="shift-person" empty={<Empty icon={<IconCalendarWeek size={32} stroke={1.5} />}>{t('shifts.empty')}</Empty>} />
      </Card>
    </Section>
  );
}

/** Days on which the company is closed: shifts on them count only when they say so. */
function useClosedDays(from: Date, to: Date): ReadonlySet<string> {
  const may = useMay('queues.watch');
  const years = useMemo(() => [...new Set([from, to].map(day => day.getFullYear()))], [from, to]);
  return useQueries({
    queries: years.map(year => ({ queryKey: [...keys.holidays, 'closed', year], enabled: may, queryFn: ({ signal }: { signal: AbortSignal }) => calendarsListDaysOff({ query: { year }, signal }) })),
    combine: answers => new Set(answers.flatMap(({ data }) => data?.days ?? []).filter(({ kind }) => kind === 'company').map(({ day }) => day)),
  });
}

function Cell({ person, day }: { person: PersonShifts; day: Date }) {
  const { t } = useTranslation('calendars');
  const shifts = onDay(person.shifts, day);
  if (shifts.length === 0) return <span className="ink3">–</span>;
  return (
    <ul className={own.cell}>
      {shifts.map(shift => (
        <li key={`${shift.start} ${shift.kind}`} data-kind={shift.kind}>
          {shift.kind !== 'work' && <span className="meta">{t(`shifts.kind.${shift.kind}`)} </span>}
          <span className="tn">{timesOf(shift)}</span>
        </li>
      ))}
    </ul>
  );
}
