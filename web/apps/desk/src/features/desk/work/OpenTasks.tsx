import { casesChangeTask, ifMatch, keys, useMay, useSession, workspaceListDeskTasks, type TaskRow as Task } from '@madoguchi/api';
import { nationalPhone, useTranslation } from '@madoguchi/i18n';
import { Count, Due, PageLink, PersonName, useFailureNotice } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import styles from './Work.module.css';

const SHOWN = 5;

/** What my queues and my team owe somebody and nobody has taken: missed calls, messages, callbacks. Nothing where there is none. */
export function OpenTasks() {
  const { t } = useTranslation('desk');
  const may = useMay('cases.read');
  const tasks = useQuery({ queryKey: [...keys.tasks, 'desk'], queryFn: ({ signal }) => workspaceListDeskTasks({ signal }), enabled: may }).data;
  if (!tasks?.length) return null;
  return (
    <>
      <div className={styles.head}>
        <h2>{t('work.open')}</h2>
        <Count of={tasks.length} />
        <span className="end nowrap"><PageLink to="/callbacks?who=anybody">{t('work.allOpen')}</PageLink></span>
      </div>
      <ul className="col" data-testid="open-tasks">
        {tasks.slice(0, SHOWN).map(task => (
          <Row key={task.id} task={task} />
        ))}
      </ul>
    </>
  );
}

function Row({ task }: { task: Task }) {
  const { t } = useTranslation('desk');
  const cache = useQueryClient();
  const me = useSession().user.id;
  const may = useMay('cases.write');
  const take = useMutation({
    mutationFn: () => casesChangeTask({ path: { task: task.id }, body: { owner_id: me }, headers: ifMatch(task.version) }),
    onError: useFailureNotice(),
    onSettled: () => Promise.all([cache.invalidateQueries({ queryKey: keys.tasks }), cache.invalidateQueries({ queryKey: keys.desk })]),
  });
  const whom = task.customer_name ? <PersonName name={task.customer_name} /> : task.address_value ? nationalPhone(task.address_value) : t('caller.unavailable');
  return (
    <li className={styles.parked} data-testid="open-task">
      <span className="grow">
        <span className="b6">{t(`ui:taskKind.${task.kind}`)}</span>
        <span>{whom}</span>
        <span className="meta row">
          {task.due && <Due at={task.due} bare />}
          {task.kind === 'voicemail' && task.interaction_id && <PageLink to={`/history/${task.interaction_id}`}>{t('ui:listen')}</PageLink>}
        </span>
      </span>
      {may && (
        <Button variant="default" loading={take.isPending} onClick={() => { take.mutate(); }} data-testid="open-task-take">
          {t('work.takeTask')}
        </Button>
      )}
    </li>
  );
}
