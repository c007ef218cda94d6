import type { ContactView, Segment } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { DataTable, Empty, Stamp, type Column } from '@madoguchi/ui';
import { useMemo } from 'react';
import { OutcomePill } from '../parts';
import { useNames } from '../useNames';

/** Each agent's part: who, from which queue, and its seconds. */
export function Segments({ view: { contact, users } }: { view: ContactView }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const { queueName } = useNames();
  const columns = useMemo<Column<Segment>[]>(
    () => [
      { key: 'who', title: t('agent'), cell: row => <span className="b5">{users.find(user => user.id === row.user_id)?.name}</span> },
      { key: 'queue', title: t('queue'), cell: row => queueName(row.queue_id) },
      { key: 'at', title: t('from'), cell: row => <Stamp at={row.ring_at} /> },
      { key: 'ring', title: t('ring'), numeric: true, cell: row => format.clock(row.ring_seconds) },
      { key: 'talk', title: t('talk'), numeric: true, cell: row => format.clock(row.talk_seconds) },
      { key: 'hold', title: t('hold'), numeric: true, cell: row => format.clock(row.hold_seconds) },
      { key: 'consult', title: t('consult'), numeric: true, cell: row => (row.consult_seconds ? format.clock(row.consult_seconds) : '–') },
      { key: 'wrap', title: t('wrap'), numeric: true, cell: row => (row.wrap_seconds === null ? '–' : format.clock(row.wrap_seconds)) },
      { key: 'outcome', title: t('outcome'), cell: row => row.outcome !== 'none' && <OutcomePill outcome={row.outcome} state="closed" /> },
    ],
    [t, format, users, queueName],
  );
  const pages = { rows: contact.segments, loading: false, loadingMore: false, error: null, more: undefined, retry: () => undefined };
  return <DataTable label={t('segments')} columns={columns} pages={pages} rowKey={row => row.id} rowTestId="segment-row" empty={<Empty>{t('noSegments')}</Empty>} />;
}
