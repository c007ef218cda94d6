import { calendarsListShiftImportRows, calendarsRunShiftImport, calendarsShowShiftImport, calendarsUndoShiftImport, keys, usePages, type ShiftImportView, type ShiftLine } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, ConfirmButton, DataTable, Empty, Figures, ProblemAlert, SkeletonLines, type Column } from '@madoguchi/ui';
import { Button, Drawer } from '@mantine/core';
import { IconArrowBackUp, IconCircleCheck, IconDatabaseImport, IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import own from './Calendars.module.css';

/** A table of shifts on its way: what the dry run found, what was written, the way back. */
export function ShiftImportDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('calendars');
  const work = useQuery({ queryKey: keys.shiftImport(id), queryFn: ({ signal }) => calendarsShowShiftImport({ path: { import_id: id }, signal }) });
  return (
    <Drawer opened size={820} onClose={onClose} title={work.data?.file_name ?? t('shifts.import')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      {work.data ? <Work work={work.data} onClose={onClose} /> : work.error ? <ProblemAlert error={work.error} /> : <SkeletonLines lines={6} height={28} />}
    </Drawer>
  );
}

function Work({ work, onClose }: { work: ShiftImportView; onClose: () => void }) {
  const { t } = useTranslation('calendars');
  const format = useFormat();
  const step = useStep(work);
  const shown = work.state === 'checked' ? (['total', 'ready', 'faulty'] as const) : work.state === 'done' ? (['written', 'replaced', 'faulty'] as const) : (['restored', 'kept'] as const);
  return (
    <div className={own.import} data-testid="shift-work" data-state={work.state}>
      <p role="status">{t(`shifts.said.${work.state}`)}</p>
      <Figures label={work.file_name} figures={shown.map(name => ({ name: t(`shifts.count.${name}`), value: format.number(work[name]), testId: `shift-${name}` }))} />
      <Lines work={work} />
      <ProblemAlert error={step.error} />
      <div className="row">
        <span className="grow">
          {work.faulty > 0 && (
            <Button variant="default" component="a" href={`/api/v1/shift-imports/${work.id}/errors`} download leftSection={<IconDownload size={16} />} data-testid="shift-errors">
              {t('shifts.errorsFile', { count: work.faulty })}
            </Button>
          )}
        </span>
        <Button variant="default" onClick={onClose}>{t('ui:close')}</Button>
        {work.state === 'checked' && (
          <Button leftSection={<IconDatabaseImport size={16} />} disabled={work.ready === 0} loading={step.isPending} onClick={() => { step.mutate('run'); }} data-testid="shift-run">
            {t('shifts.run', { count: work.ready })}
          </Button>
        )}
        {work.state === 'done' && (
          <ConfirmButton leftSection={<IconArrowBackUp size={16} />} loading={step.isPending} question={t('shifts.undoQuestion')} confirm={t('shifts.undo')} onConfirm={() => { step.mutate('undo'); }} testId="shift-undo">
            {t('shifts.undo')}
          </ConfirmButton>
        )}
      </div>
    </div>
  );
}

function useStep(work: ShiftImportView) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (what: 'run' | 'undo') => (what === 'run' ? calendarsRunShiftImport : calendarsUndoShiftImport)({ path: { import_id: work.id } }),
    onSuccess: next => { cache.setQueryData(keys.shiftImport(work.id), next); },
    onSettled: async () => { await Promise.all([keys.shiftImports, keys.shifts].map(queryKey => cache.invalidateQueries({ queryKey }))); },
  });
}

function Lines({ work }: { work: ShiftImportView }) {
  const { t } = useTranslation('calendars');
  const [faulty, setFaulty] = useState(work.faulty > 0);
  const pages = usePages([...keys.shiftImport(work.id), 'lines', work.version, faulty], (after, signal) => calendarsListShiftImportRows({ path: { import_id: work.id }, query: { faulty, after, limit: 50 }, signal }));
  const columns = useMemo<Column<ShiftLine>[]>(
    () => [
      { key: 'line', title: t('shifts.line'), numeric: true, width: 56, cell: row => row.line },
      ...work.headings.slice(0, 5).map((heading, at) => ({ key: `cell ${String(at)}`, title: heading, cell: (row: ShiftLine) => row.cells[at] })),
      { key: 'faults', title: t('shifts.fault'), cell: row => row.faults.length > 0 && <ul>{row.faults.map(fault => <li key={`${fault.at} ${fault.code}`}>{fault.text}</li>)}</ul> },
    ],
    [t, work.headings],
  );
  return (
    <section className="col">
      <Chips label={t('shifts.lines')}>
        <Chip on={faulty} onPick={() => { setFaulty(true); }}>{t('shifts.onlyFaulty')}</Chip>
        <Chip on={!faulty} onPick={() => { setFaulty(false); }}>{t('shifts.allLines')}</Chip>
      </Chips>
      <Card flush>
        <DataTable label={t('shifts.lines')} columns={columns} pages={pages} rowKey={row => String(row.line)} rowTestId="shift-line" empty={<Empty compact icon={<IconCircleCheck size={28} stroke={1.5} />}>{t('shifts.noFaults')}</Empty>} />
      </Card>
    </section>
  );
}
