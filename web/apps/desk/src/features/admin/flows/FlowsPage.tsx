import { type EntryFlow } from '@madoguchi/api';
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
import styles from './Flows.module.css';

/** What happens to a call that comes in: each flow drawn as the road that a caller takes. */
export function FlowsPage() {
  const { t } = useTranslation('admin');
  const [opened, setOpened] = useState<EntryFlow | 'new'>();
  const [flows, numbers, queues] = [useFlows(), useNumbers(), useQueues()];
  const edit = (flow: EntryFlow | 'new') => () => { setOpened(flow); };
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={edit('new')} data-testid="flow-add">
      {t('flows.add')}
    </Button>
  );
  return (
    <AdminPage title={t('nav.flows')} lead={t('flows.lead')} actions={add}>
      {flows.loading && <SkeletonLines lines={3} height={140} />}
      {flows.error && <ProblemAlert error={flows.error} onRetry={flows.retry} />}
      {!flows.loading && !flows.error && flows.rows.length === 0 && <Empty icon={<IconRoute size={32} stroke={1.5} />}>{t('flows.empty')}</Empty>}
      {flows.rows.map(flow => (
        <Card key={flow.id} testId="flow-card">
          <div className={styles.head}>
            <h2>{flow.name}</h2>
            <ActivePill active={flow.active} />
            <span className="grow" />
            <Button size="compact-sm" variant="default" leftSection={<IconPencil size={15} />} aria-label={t('flows.editOf', { name: flow.name })} onClick={edit(flow)} data-testid="flow-edit">
              {t('flows.edit')}
            </Button>
          </div>
          <FlowPath
            numbers={numbers.rows.filter(number => number.entry_point === flow.id && number.active).map(number => nationalPhone(number.e164))}
            notice={flow.notice !== null}
            queue={queues.rows.find(queue => queue.id === flow.queue)}
            wait={flow.max_wait_seconds}
            farewell={flow.farewell}
          />
        </Card>
      ))}
      {opened && <FlowDrawer key={opened === 'new' ? 'new' : opened.id} flow={opened === 'new' ? undefined : opened} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}
