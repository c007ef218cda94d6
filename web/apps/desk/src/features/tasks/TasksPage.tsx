import { casesListTasks, keys, useMay, usePages, useSession, type TaskRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, DataTable, Empty, PageHead } from '@madoguchi/ui';
import { Button, Select } from '@mantine/core';
import { IconChecklist, IconPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useColumns } from './columns';
import { dueBefore, KINDS, WHENS, WHOSE, type TaskSearch } from './search';
import { TaskDrawer } from './TaskDrawer';
import styles from './Tasks.module.css';

export function TasksPage() {
  const { t } = useTranslation('tasks');
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/tasks' });
  const set = (change: Partial<TaskSearch>) => void navigate({ to: '/tasks', search: now => ({ ...now, ...change }), replace: true });
  const mayWrite = useMay('cases.write');
  const [opened, setOpened] = useState<TaskRow>();
  const pages = useTasks(search);
  return (
    <main className={styles.list}>
      <PageHead title={t('title')}>
        {mayWrite && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => { set({ new: true }); }} data-testid="task-add">
            {t('add')}
          </Button>
        )}
      </PageHead>
      <div className={styles.filters}>
        <Chips label={t('whose')}>
          {WHOSE.map(each => (
            <Chip key={each} on={(search.whose ?? 'mine') === each} onPick={() => { set({ whose: each === 'mine' ? undefined : each }); }} testId={`tasks-${each}`}>
              {t(`whoseIs.${each}`)}
            </Chip>
          ))}
        </Chips>
        <Chips label={t('when')}>
          <Chip on={!search.when} onPick={() => { set({ when: undefined }); }}>{t('anyTime')}</Chip>
          {WHENS.filter(each => each !== 'later').map(each => (
            <Chip key={each} on={search.when === each} onPick={() => { set({ when: each }); }} testId={`tasks-${each}`}>
              {t(`whenIs.${each}`)}
            </Chip>
          ))}
        </Chips>
        <Select w={150} clearable aria-label={t('kind')} placeholder={t('kind')} data={KINDS.map(value => ({ value, label: t(`ui:taskKind.${value}`) }))} value={search.kind ?? null} onChange={kind => { set({ kind: kind ?? undefined }); }} />
      </div>
      <Card flush className={styles.table}>
        <DataTable
          label={t('title')}
          columns={useColumns(setOpened)}
          pages={pages}
          rowKey={row => row.id}
          rowTestId="task-row"
          roomy
          empty={<Empty icon={<IconChecklist size={32} stroke={1.5} />}>{t(Object.keys(search).length > 0 ? 'none' : 'empty')}</Empty>}
        />
      </Card>
      {search.new && <TaskDrawer task={undefined} caseId={search.case} customerId={search.customer} onClose={() => { set({ new: undefined, case: undefined, customer: undefined }); }} />}
      {opened && <TaskDrawer key={opened.id} task={opened} onClose={() => { setOpened(undefined); }} />}
    </main>
  );
}

function useTasks({ whose = 'mine', when, kind }: TaskSearch) {
  const me = useSession().user.id;
  const query = {
    status: when === 'done' ? ('done' as const) : ('open' as const),
    owner: whose === 'mine' ? me : null,
    unowned: whose === 'anybody',
    kind,
    sort: when === 'done' ? ('newest' as const) : ('due' as const),
    due_before: dueBefore(when),
    limit: 50,
  };
  return usePages([...keys.tasks, 'list', whose, when, kind], (after, signal) => casesListTasks({ query: { ...query, after }, signal }));
}
