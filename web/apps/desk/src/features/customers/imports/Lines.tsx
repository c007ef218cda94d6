import { customersListImportRows, keys, usePages, type ImportView, type LineView } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, DataTable, Empty, PageLink, Pill, type Column, type Tone } from '@madoguchi/ui';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMemo, useState } from 'react';

const tone: Record<string, Tone> = { faulty: 'bad', created: 'ok', updated: 'ok', kept: 'warn' };
/** As many cells as are needed to recognise the line. */
const CELLS = 4;

/** The lines of the file: first those with something wrong, each with what it is. */
export function Lines({ work }: { work: ImportView }) {
  const { t } = useTranslation('customers');
  const [effect, setEffect] = useState<'faulty' | null>(work.counts.faulty > 0 ? 'faulty' : null);
  const pages = usePages([...keys.import(work.id), 'lines', work.version, effect], (after, signal) => customersListImportRows({ path: { import_id: work.id }, query: { effect, after, limit: 50 }, signal }));
  return (
    <section className="col">
      <div className="row">
        <h2 className="grow">{t('imports.lines')}</h2>
        <Chips label={t('imports.lines')}>
          <Chip on={effect === 'faulty'} onPick={() => { setEffect('faulty'); }}>{t('imports.onlyFaulty')}</Chip>
          <Chip on={effect === null} onPick={() => { setEffect(null); }}>{t('all')}</Chip>
        </Chips>
      </div>
      <Card flush>
        <DataTable label={t('imports.lines')} columns={useColumns(work)} pages={pages} rowKey={row => String(row.line)} rowTestId="import-line" empty={<Empty icon={<IconCircleCheck size={28} stroke={1.5} />}>{t('imports.noFaults')}</Empty>} />
      </Card>
    </section>
  );
}

function useColumns(work: ImportView): Column<LineView>[] {
  const { t } = useTranslation('customers');
  return useMemo(() => {
    const read = Object.keys(work.mapping).map(Number).sort((a, b) => a - b).slice(0, CELLS);
    return [
      { key: 'line', title: t('imports.line'), numeric: true, width: 64, cell: row => row.line },
      ...read.map(at => ({ key: String(at), title: work.columns[at]?.heading ?? '', cell: (row: LineView) => row.cells[at] })),
      { key: 'effect', title: t('imports.state'), cell: row => <Pill square tone={tone[row.effect] ?? 'plain'}>{t(`imports.effect.${row.effect}`, row.effect)}</Pill> },
      {
        key: 'faults',
        title: t('imports.faults'),
        cell: row =>
          row.faults.length > 0 ? (
            <ul>
              {row.faults.map(fault => (
                <li key={`${fault.at} ${fault.code}`}>
                  <span className="b5">{t(`imports.field.${fault.at}`, fault.at)}</span>
                  {t('imports.says')}
                  {fault.text}
                </li>
              ))}
            </ul>
          ) : (
            row.customer && row.effect !== 'undone' && <PageLink to={`/customers/${row.customer}`}>{t('imports.open')}</PageLink>
          ),
      },
    ];
  }, [t, work]);
}
