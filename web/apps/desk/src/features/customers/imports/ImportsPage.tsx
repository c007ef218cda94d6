import { customersListImports, customersUploadImport, keys, usePages, type ImportView } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, FilePick, PageHead, Pill, ProblemAlert, Stamp, usePersonName, type Column } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconArrowLeft, IconFileSpreadsheet, IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import styles from '../Customers.module.css';
import own from './Imports.module.css';
import { BUSY, toneOf } from './state';

/** Files of customers: one more, and those before, each of which can be come back to. */
export function ImportsPage() {
  const { t } = useTranslation('customers');
  const navigate = useNavigate();
  const open = (row: ImportView) => void navigate({ to: '/customers/imports/$import', params: { import: row.id } });
  const pages = usePages([...keys.imports, 'list'], (after, signal) => customersListImports({ query: { after, limit: 25 }, signal }));
  return (
    <main className={styles.page}>
      <PageHead title={t('imports.title')}>
        <Button variant="default" component={Link} to="/customers" leftSection={<IconArrowLeft size={16} />}>
          {t('title')}
        </Button>
      </PageHead>
      <Drop onUploaded={open} />
      <section className="col">
        <h2>{t('imports.before')}</h2>
        <Card flush>
          <DataTable label={t('imports.before')} columns={useColumns()} pages={pages} rowKey={row => row.id} onOpen={open} rowTestId="import-row" empty={<Empty icon={<IconFileSpreadsheet size={28} stroke={1.5} />}>{t('imports.none')}</Empty>} />
        </Card>
      </section>
    </main>
  );
}

function Drop({ onUploaded }: { onUploaded: (made: ImportView) => void }) {
  const { t } = useTranslation('customers');
  const cache = useQueryClient();
  const [over, setOver] = useState(false);
  const upload = useMutation({
    mutationFn: (file: File) => customersUploadImport({ body: { file } }),
    onSuccess: async made => {
      await cache.invalidateQueries({ queryKey: keys.imports });
      onUploaded(made);
    },
  });
  const take = (file: File | null | undefined) => { if (file) upload.mutate(file); };
  return (
    <div
      className={own.drop}
      data-over={over || undefined}
      onDragOver={event => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => { setOver(false); }}
      onDrop={event => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
      }}
    >
      <IconFileSpreadsheet size={32} stroke={1.5} aria-hidden />
      <p className="b5">{t('imports.drop')}</p>
      <p className="meta ink2">{t('imports.dropHint')}</p>
      <FilePick accept=".csv,.tsv,.txt,.xlsx,text/csv" onPick={take} inputProps={{ 'aria-label': t('imports.choose'), ...{ 'data-testid': 'import-file' } }}>
        {props => (
          <Button {...props} leftSection={<IconUpload size={16} />} loading={upload.isPending} data-testid="import-choose">
            {t('imports.choose')}
          </Button>
        )}
      </FilePick>
      <ProblemAlert error={upload.error} />
    </div>
  );
}

function useColumns(): Column<ImportView>[] {
  const { t } = useTranslation('customers');
  const nameOf = usePersonName();
  return useMemo(
    () => [
      { key: 'file', title: t('imports.file'), cell: row => <Link to="/customers/imports/$import" params={{ import: row.id }} className="b5">{row.file_name}</Link> },
      { key: 'by', title: t('imports.by'), cell: row => nameOf(row.created_by) },
      { key: 'created', title: t('imports.when'), cell: row => <Stamp at={row.created} /> },
      { key: 'state', title: t('imports.state'), cell: row => <Pill square tone={toneOf[row.state] ?? 'plain'}>{t(`imports.is.${row.state}`, row.state)}{BUSY.includes(row.state) && row.total > 0 && ` ${String(Math.floor((100 * row.reached) / row.total))}%`}</Pill> },
      { key: 'created_rows', title: t('imports.count.created'), numeric: true, cell: row => row.counts.created },
      { key: 'updated_rows', title: t('imports.count.updated'), numeric: true, cell: row => row.counts.updated },
      { key: 'faulty', title: t('imports.count.faulty'), numeric: true, cell: row => row.counts.faulty },
    ],
    [t, nameOf],
  );
}
