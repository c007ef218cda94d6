import { calendarsListShiftImports, calendarsListShifts, calendarsUploadShiftImport, keys, useList, useMay, usePages, type PersonShifts, type ShiftImportView } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, FilePick, Pill, ProblemAlert, Section, usePersonName, type Column, type Tone } from '@madoguchi/ui';
import { ActionIcon, Button } from '@mantine/core';
import { IconCalendarWeek, IconChevronLeft, IconChevronRight, IconDownload, IconFileImport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import styles from '../Admin.module.css';
import { AdminPage, RowName } from '../parts';
import own from './Calendars.module.css';
import { addDays, monday, onDay, timesOf } from './shifts';
import { ShiftImportDrawer } from './ShiftImportDrawer';

const TYPES = '.csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Who works when, brought in as a file. */
export function ShiftsPage() {
  const { t } = useTranslation('calendars');
  const may = useMay('shifts.write');
  const [opened, setOpened] = useState<string>();
  const cache = useQueryClient();
  const upload = useMutation({
    mutationFn: (file: File) => calendarsUploadShiftImport({ body: { file } }),
    onSuccess: made => {
      cache.setQueryData(keys.shiftImport(made.id), made);
      setOpened(made.id);
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.shiftImports }),
  });
  const actions = may && (
    <>
      <Button variant="default" component="a" href="/api/v1/shift-imports/template" download leftSection={<IconDownload size={16} />} data-testid="shift-template">
        {t('shifts.template')}
      </Button>
      <FilePick accept={TYPES} onPick={file => { upload.mutate(file); }} inputProps={{ 'aria-label': t('shifts.import'), ...({ 'data-testid': 'shift-file' } as object) }}>
        {props => (
          <Button {...props} leftSection={<IconFileImport size={16} />} loading={upload.isPending} data-testid="shift-import">
            {t('shifts.import')}
          </Button>
        )}
      </FilePick>
    </>
  );
  return (
    <AdminPage title={t('shifts.title')} lead={t('shifts.lead')} actions={actions}>
      <ProblemAlert error={upload.error} />
      <Week />
      {may && <Imports onOpen={setOpened} />}
      {opened && <ShiftImportDrawer key={opened} id={opened} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}

function Week() {
  const { t } = useTranslation('calendars');
  const format = useFormat();
  const [from, setFrom] = useState(() => monday(new Date()));
  const to = addDays(from, 7);
  const people = useList([...keys.shifts, from.toISOString()], signal => calendarsListShifts({ query: { start: from.toISOString(), end: to.toISOString() }, signal }));
  const days = useMemo(() => Array.from({ length: 7 }, (_, n) => addDays(from, n)), [from]);
  const columns = useMemo<Column<PersonShifts>[]>(
    () => [
      { key: 'name', title: t('shifts.person'), width: 140, cell: row => <span className="b5">{row.name}</span> },
      ...days.map((day, n) => ({ key: String(n), title: format.day(day), cell: (row: PersonShifts) => <Cell person={row} day={day} /> })),
    ],
    [t, format, days],
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

const tone: Record<ShiftImportView['state'], Tone> = { checked: 'warn', done: 'ok', undone: 'plain' };

function Imports({ onOpen }: { onOpen: (id: string) => void }) {
  const { t } = useTranslation('calendars');
  const format = useFormat();
  const name = usePersonName();
  const imports = usePages([...keys.shiftImports, 'list'], (after, signal) => calendarsListShiftImports({ query: { after }, signal }));
  const columns = useMemo<Column<ShiftImportView>[]>(
    () => [
      { key: 'file', title: t('shifts.file'), cell: row => <RowName onOpen={() => { onOpen(row.id); }}>{row.file_name}</RowName> },
      { key: 'state', title: t('hours.state'), cell: row => <Pill square tone={tone[row.state]}>{t(`shifts.state.${row.state}`)}</Pill> },
      { key: 'lines', title: t('shifts.lines'), numeric: true, cell: row => format.number(row.total) },
      { key: 'faulty', title: t('shifts.faulty'), numeric: true, cell: row => format.number(row.faulty) },
      { key: 'by', title: t('shifts.by'), cell: row => name(row.created_by) },
      { key: 'at', title: t('shifts.at'), cell: row => format.stamp(row.created) },
    ],
    [t, format, name, onOpen],
  );
  return (
    <Section level={2} title={t('shifts.imports')}>
      <Card flush className={styles.table}>
        <DataTable label={t('shifts.imports')} columns={columns} pages={imports} rowKey={row => row.id} onOpen={row => { onOpen(row.id); }} rowTestId="shift-import-row" empty={<Empty>{t('shifts.noImports')}</Empty>} />
      </Card>
    </Section>
  );
}
