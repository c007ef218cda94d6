import { casesChangeTask, ifMatch, keys, useMay, type CaseDetail, type TaskRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, Due, Empty, PageLink, ProblemAlert } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconStairsUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from './Cases.module.css';
import { AskDrawer, HandBackDrawer } from './SecondLine';

/** What is to be done for this case, and what was. */
export function CaseTasks({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const may = useMay('cases.write');
  const [asking, setAsking] = useState(false);
  const add = may && <PageLink to={`/tasks?new=true&case=${detail.case.id}${detail.case.customer_id ? `&customer=${detail.case.customer_id}` : ''}`}>{t('addTask')}</PageLink>;
  return (
    <Card title={t('tasks')} aside={add}>
      {may && (
        <Button variant="default" fullWidth leftSection={<IconStairsUp size={16} />} onClick={() => { setAsking(true); }} data-testid="second-line-ask">
          {t('second.ask')}
        </Button>
      )}
      {detail.tasks.length === 0 && <Empty compact>{t('noTasks')}</Empty>}
      <ul className="list">
        {detail.tasks.map(task => (
          <Row key={task.id} task={task} caseId={detail.case.id} />
        ))}
      </ul>
      {asking && <AskDrawer caseId={detail.case.id} onClose={() => { setAsking(false); }} />}
    </Card>
  );
}

function Row({ task, caseId }: { task: TaskRow; caseId: string }) {
  const { t } = useTranslation('cases');
  const cache = useQueryClient();
  const may = useMay('cases.write');
  const [giving, setGiving] = useState(false);
  const handed = task.kind === 'second_line' && task.second_line !== null;
  const done = useMutation({
    mutationFn: () => casesChangeTask({ path: { task: task.id }, body: { state: 'done' }, headers: ifMatch(task.version) }),
    onSettled: async () => {
      await cache.invalidateQueries({ queryKey: keys.tasks });
      await cache.invalidateQueries({ queryKey: keys.case(caseId) });
    },
  });
  return (
    <li className={styles.task}>
      <div className="grow">
        <div className="row">
          <span className="b5">{t(`ui:taskKind.${task.kind}`)}</span>
          <span className="meta ink3">{task.owner_name ?? t('nobody')}</span>
          {task.second_line?.asked_by_name && <span className="meta ink3">{t('second.askedBy', { name: task.second_line.asked_by_name })}</span>}
        </div>
        {task.text && <p className="ink2">{task.text}</p>}
        <p className="meta">{task.state === 'open' ? task.due && <Due at={task.due} /> : <span className="ok">{t(`ui:taskStatus.${task.state}`)}</span>}</p>
        <ProblemAlert error={done.error} />
      </div>
      {may && task.state === 'open' && handed && (
        <Button variant="default" leftSection={<IconArrowBackUp size={16} />} onClick={() => { setGiving(true); }} data-testid="second-line-back">
          {t('second.backSubmit')}
        </Button>
      )}
      {giving && <HandBackDrawer task={task} caseId={caseId} onClose={() => { setGiving(false); }} />}
      {may && task.state === 'open' && !handed && (
        <Button variant="default" leftSection={<IconCheck size={16} />} loading={done.isPending} onClick={() => { done.mutate(); }}>
          {t('finish')}
        </Button>
      )}
    </li>
  );
}
