import { keys, workflowsShowFlow, type Flow, type FlowRow } from '@madoguchi/api';
import { useQuery } from '@tanstack/react-query';
import { nationalPhone, useTranslation } from '@madoguchi/i18n';
import { Card, Empty, ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconPencil, IconPlus, IconRoute } from '@tabler/icons-react';
import { useState } from 'react';
import { ActivePill } from '../ActivePill';
import { AdminPage } from '../parts';
import { useFlows, useNumbers, useQueues } from '../phones/useSetup';
import { FlowDrawer } from './FlowDrawer';
import { FlowPath } from './FlowPath';
import { shortOf } from './shortFlow';
import styles from './Flows.module.css';

/** What happens to a call that comes in: each flow drawn as the road that a caller takes. */
export function FlowsPage() {
  const { t } = useTranslation('admin');
  const [opened, setOpened] = useState<Flow | 'new'>();
  const flows = useFlows();
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => { setOpened('new'); }} data-testid="flow-add">
      {t('flows.add')}
    </Button>
  );
  return (
    <AdminPage title={t('nav.flows')} lead={t('flows.lead')} actions={add}>
      {flows.loading && <SkeletonLines lines={3} height={140} />}
      {flows.error && <ProblemAlert error={flows.error} onRetry={flows.retry} />}
      {!flows.loading && !flows.error && flows.rows.length === 0 && <Empty icon={<IconRoute size={32} stroke={1.5} />}>{t('flows.empty')}</Empty>}
      {flows.rows.map(row => <FlowCard key={row.id} row={row} onEdit={setOpened} />)}
      {opened && <FlowDrawer key={opened === 'new' ? 'new' : opened.id} flow={opened === 'new' ? undefined : opened} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}

function FlowCard({ row, onEdit }: { row: FlowRow; onEdit: (flow: Flow) => void }) {
  const { t } = useTranslation('admin');
  const [numbers, queues] = [useNumbers().rows, useQueues().rows];
  const { data: flow } = useQuery({ queryKey: [...keys.flows, row.id, row.version], queryFn: ({ signal }) => workflowsShowFlow({ path: { flow_id: row.id }, signal }) });
  const road = flow && shortOf(flow);
  return (
    <Card testId="flow-card">
      <div className={styles.head}>
        <h2>{row.name}</h2>
        <ActivePill active={row.active} />
        <span className="grow" />
        {road && (
          <Button size="compact-sm" variant="default" leftSection={<IconPencil size={15} />} aria-label={t('flows.editOf', { name: row.name })} onClick={() => { onEdit(flow); }} data-testid="flow-edit">
            {t('flows.edit')}
          </Button>
        )}
      </div>
      {road && (
        <FlowPath
          numbers={numbers.filter(number => number.entry_point === row.id && number.active).map(number => nationalPhone(number.e164))}
          notice={road.notice}
          queue={queues.find(queue => queue.id === road.queue)}
          wait={road.max_wait_seconds}
          farewell={road.farewell}
        />
      )}
    </Card>
  );
}
