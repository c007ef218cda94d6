import { keys, usePages, type CalendarImport, type CalendarLine } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, ConfirmButton, DataTable, Empty, Figures, ProblemAlert, SkeletonLines, type Column } from '@madoguchi/ui';
import { Button, Drawer } from '@mantine/core';
import { IconArrowBackUp, IconCircleCheck, IconDatabaseImport, IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import own from './Calendars.module.css';
import { tables, type About } from './imports';

/** A table on its way: what the dry run found, what was written, the way back. */
export function ImportDrawer({ about, id, onClose }: { about: About; id: string; onClose: () => void }) {
  const { t } = useTranslation('calendars');
  const work = useQuery({ queryKey: keys.calendarImport(about, id), queryFn: ({ signal }) => tables[about].show({ path: { import_id: id }, signal }) });
  return (
    <Drawer opened size={820} onClose={onClose} title={work.data?.file_name ?? t(`imports.${about}.begin`)} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      {work.data ? <Work work={work.data} onClose={onClose} /> : work.error ? <ProblemAlert error={work.error} /> : <SkeletonLines lines={6} height={28} />}
    </Drawer>
  );
}

function Work({ work, onClose }: { work: CalendarImport; onClose: () => void }) {
  const { t } = useTranslation('calendars');
  const format = useFormat();
  const step = useStep(work);
  const { about } = work;
  const { id, path } = tables[about];
  const shown = work.state === 'checked' ? (['total', 'ready', 'faulty'] as const) : work.state === 'done' ? (['written', 'replaced', 'faulty'] as const) : (['restored', 'kept'] as const);
  const called = (name: (typeof shown)[number]) => (name === 'total' || name === 'ready' || name === 'faulty' ? t(`imports.count.${name}`) : t(`imports.${about}.${name}`));
  return (
    <div className={own.import} data-testid={`${id}-work`} data-state={work.state}>
      <p role="status">{work.state === 'checked' ? t('imports.checked') : t(`imports.${about}.${work.state}`)}</p>
      <Figures label={work.file_name} figures={shown.map(name => ({ name: called(name), value: format.number(work[name]), testId: `${id}-${name}` }))} />
      <Lines work={work} />
      <ProblemAlert error={step.error} />
      <div className="row">
        <span className="grow">
          {work.faulty > 0 && (
            <Button variant="default" component="a" href={`${path}/${work.id}/errors`} download leftSection={<IconDownload size={16} />} data-testid={`${id}-errors`}>
              {t('imports.errorsFile', { count: work.faulty })}
            </Button>
          )}
        </span>
        <Button variant="default" onClick={onClose}>{t('ui:close')}</Button>
        {work.state === 'checked' && (
          <Button leftSection={<IconDatabaseImport size={16} />} disabled={work.ready === 0} loading={step.isPending} onClick={() => { step.mutate('run'); }} data-testid={`${id}-run`}>
            {t('imports.run', { count: work.ready })}
          </Button>
        )}
        {work.state === 'done' && (
          <ConfirmButton leftSection={<IconArrowBackUp size={16} />} loading={step.isPending} question={t(`imports.${about}.undoQuestion`)} confirm={t('imports.undo')} onConfirm={() => { step.mutate('undo'); }} testId={`${id}-undo`}>
            {t('imports.undo')}
          </ConfirmButton>
        )}
      </div>
    </div>
  );
}

function useStep(work: CalendarImport) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (what: 'run' | 'undo') => tables[work.about][what]({ path: { import_id: work.id } }),
    onSuccess: next => { cache.setQueryData(keys.calendarImport(work.about, work.id), next); },
    onSettled: async () => { await Promise.all([keys.calendarImports(work.about), ...tables[work.about].changes].map(queryKey => cache.invalidateQueries({ queryKey }))); },
  });
}

function Lines({ work }: { work: CalendarImport }) {
  const { t } = useTranslation('calendars');
  const [faulty, setFaulty] = useState(work.faulty > 0);
  const pages = usePages([...keys.calendarImport(work.about, work.id), 'lines', work.version, faulty], (after, signal) => tables[work.about].rows({ path: { import_id: work.id }, query: { faulty, after, limit: 50 }, signal }));
  const columns = useMemo<Column<CalendarLine>[]>(
    () => [
      { key: 'line', title: t('imports.line'), numeric: true, width: 56, cell: row => row.line },
      ...work.headings.slice(0, 5).map((heading, at) => ({ key: `cell ${String(at)}`, title: heading, cell: (row: CalendarLine) => row.cells[at] })),
      { key: 'faults', title: t('imports.fault'), cell: row => row.faults.length > 0 && <ul>{row.faults.map(fault => <li key={`${fault.at} ${fault.code}`}>{fault.text}</li>)}</ul> },
    ],
    [t, work.headings],
  );
  return (
    <section className="col">
      <Chips label={t('imports.lines')}>
        <Chip on={faulty} onPick={() => { setFaulty(true); }}>{t('imports.onlyFaulty')}</Chip>
        <Chip on={!faulty} onPick={() => { setFaulty(false); }}>{t('imports.allLines')}</Chip>
      </Chips>
      <Card flush>
        <DataTable label={t('imports.lines')} columns={columns} pages={pages} rowKey={row => String(row.line)} rowTestId={`${tables[work.about].id}-line`} empty={<Empty compact icon={<IconCircleCheck size={28} stroke={1.5} />}>{t('imports.noFaults')}</Empty>} />
      </Card>
    </section>
  );
}
