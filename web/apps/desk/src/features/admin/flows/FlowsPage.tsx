import type { FlowRow, Number as PhoneNumber } from '@madoguchi/api';
import { nationalPhone, useFormat, useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, PageLink, Pill, usePersonName, type Column } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconPlus, IconRoute } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ActivePill } from '../ActivePill';
import styles from '../Admin.module.css';
import { AdminPage } from '../parts';
import { useFlows, useNumbers } from '../phones/useSetup';
import { FlowDrawer } from './FlowDrawer';

/** What happens to a call that comes in: the flows, which numbers lead to each, and how each stands. */
export function FlowsPage() {
  const { t } = useTranslation('flows');
  const [adding, setAdding] = useState(false);
  const navigate = useNavigate();
  const flows = useFlows();
  const numbers = useNumbers();
  const open = (id: string) => void navigate({ to: '/admin/flows/$flow', params: { flow: id } });
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => { setAdding(true); }} data-testid="flow-add">
      {t('form.add')}
    </Button>
  );
  return (
    <AdminPage title={t('title')} lead={t('lead')} actions={add}>
      <Card flush className={styles.table}>
        <DataTable label={t('title')} columns={useColumns(numbers.rows)} pages={flows} rowKey={row => row.id} onOpen={row => { open(row.id); }} rowTestId="flow-row" roomy empty={<Empty icon={<IconRoute size={32} stroke={1.5} />}>{t('empty')}</Empty>} />
      </Card>
      {adding && <FlowDrawer flow={undefined} onKept={flow => { open(flow.id); }} onClose={() => { setAdding(false); }} />}
    </AdminPage>
  );
}

function useColumns(numbers: readonly PhoneNumber[]): Column<FlowRow>[] {
  const { t } = useTranslation('flows');
  const format = useFormat();
  const name = usePersonName();
  return useMemo(
    () => [
      { key: 'name', title: t('form.name'), cell: row => <PageLink to={`/admin/flows/${row.id}`}>{row.name}</PageLink> },
      {
        key: 'numbers',
        title: t('form.numbers'),
        cell: row => {
          const led = numbers.filter(number => number.entry_point === row.id && number.active);
          return led.length > 0 ? led.map(number => nationalPhone(number.e164)).join(t('comma')) : <span className="ink3">{t('form.noNumber')}</span>;
        },
      },
      { key: 'published', title: t('standing.title'), cell: row => <Standing row={row} /> },
      { key: 'drafted', title: t('standing.drafted'), cell: row => `${format.stamp(row.drafted)} ${name(row.drafted_by) ?? ''}` },
      { key: 'active', title: t('state'), cell: row => <ActivePill active={row.active} /> },
    ],
    [t, numbers, format, name],
  );
}

function Standing({ row }: { row: FlowRow }) {
  const { t } = useTranslation('flows');
  if (!row.published) return <Pill square tone="warn">{t('standing.never')}</Pill>;
  return (
    <span className="row">
      <Pill square tone="ok">{t('standing.live', { number: row.published })}</Pill>
      {row.changed && <Pill square tone="warn">{t('standing.changed')}</Pill>}
    </span>
  );
}
