import { keys, usePages, type CalendarImport } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, FilePick, Pill, Section, usePersonName, type Column, type Tone } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconDownload, IconFileImport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import styles from '../Admin.module.css';
import { RowName } from '../parts';
import { ImportDrawer } from './ImportDrawer';
import { tables, type About } from './imports';

const TYPES = '.csv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Tables of one kind brought in: the buttons of the page, what went wrong, and the imports so far with the one that is open. */
export function useImports(about: About) {
  const { t } = useTranslation('calendars');
  const [opened, setOpened] = useState<string>();
  const cache = useQueryClient();
  const { id, path, upload: send } = tables[about];
  const upload = useMutation({
    mutationFn: (file: File) => send({ body: { file } }),
    onSuccess: made => {
      cache.setQueryData(keys.calendarImport(about, made.id), made);
      setOpened(made.id);
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.calendarImports(about) }),
  });
  const actions = (
    <>
      <Button variant="default" component="a" href={`${path}/template`} download leftSection={<IconDownload size={16} />} data-testid={`${id}-template`}>
        {t('imports.template')}
      </Button>
      <FilePick accept={TYPES} onPick={file => { upload.mutate(file); }} inputProps={{ 'aria-label': t(`imports.${about}.begin`), ...({ 'data-testid': `${id}-file` } as object) }}>
        {props => (
          <Button {...props} variant={about === 'shifts' ? 'filled' : 'default'} leftSection={<IconFileImport size={16} />} loading={upload.isPending} data-testid={`${id}-import`}>
            {t(`imports.${about}.begin`)}
          </Button>
        )}
      </FilePick>
    </>
  );
  const list = (
    <>
      <Imports about={about} onOpen={setOpened} />
      {opened && <ImportDrawer key={opened} about={about} id={opened} onClose={() => { setOpened(undefined); }} />}
    </>
  );
  return { actions, list, error: upload.error };
}

const tone: Record<CalendarImport['state'], Tone> = { checked: 'warn', done: 'ok', undone: 'plain' };

function Imports({ about, onOpen }: { about: About; onOpen: (id: string) => void }) {
  const { t } = useTranslation('calendars');
  const format = useFormat();
  const name = usePersonName();
  const imports = usePages([...keys.calendarImports(about), 'list'], (after, signal) => tables[about].list({ query: { after }, signal }));
  const columns = useMemo<Column<CalendarImport>[]>(
    () => [
      { key: 'file', title: t('imports.file'), cell: row => <RowName onOpen={() => { onOpen(row.id); }}>{row.file_name}</RowName> },
      { key: 'state', title: t('hours.state'), cell: row => <Pill square tone={tone[row.state]}>{t(`imports.state.${row.state}`)}</Pill> },
      { key: 'lines', title: t('imports.lines'), numeric: true, cell: row => format.number(row.total) },
      { key: 'faulty', title: t('imports.faulty'), numeric: true, cell: row => format.number(row.faulty) },
      { key: 'by', title: t('imports.by'), cell: row => name(row.created_by) },
      { key: 'at', title: t('imports.at'), cell: row => format.stamp(row.created) },
    ],
    [t, format, name, onOpen],
  );
  return (
    <Section level={2} title={t('imports.title')}>
      <Card flush className={styles.table}>
        <DataTable label={t('imports.title')} columns={columns} pages={imports} rowKey={row => row.id} onOpen={row => { onOpen(row.id); }} rowTestId={`${tables[about].id}-import-row`} empty={<Empty>{t('imports.none')}</Empty>} />
      </Card>
    </Section>
  );
}
