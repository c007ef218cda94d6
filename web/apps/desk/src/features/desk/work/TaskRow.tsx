import { casesChangeTask, ifMatch, keys, useMay, type TaskRow as Task } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { PersonName, useFailureNotice, useTick } from '@madoguchi/ui';
import { Checkbox } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import styles from './Work.module.css';

/** A promise of mine: when, what, to whom, and its tick. */
export function TaskRow({ task, roomy, nameless }: { task: Task; roomy?: boolean; nameless?: boolean }) {
  const { t } = useTranslation('desk');
  const format = useFormat();
  const cache = useQueryClient();
  const now = useTick(60_000);
  const late = task.due !== null && Date.parse(task.due) < now;
  const may = useMay('cases.write');
  const done = useMutation({
    mutationFn: () => casesChangeTask({ path: { task: task.id }, body: { state: 'done' }, headers: ifMatch(task.version) }),
    onError: useFailureNotice(),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.desk }),
  });
  return (
    <li className={styles.task} data-roomy={roomy || undefined}>
      <Checkbox aria-label={t('work.finish', { task: task.text })} checked={done.isPending || task.state === 'done'} disabled={!may || done.isPending} onChange={() => { done.mutate(); }} mt={2} />
      <span className="grow">
        {task.due && <span className={`tn b5 ${late ? 'warn' : ''}`}>{format.due(task.due)} {late && t('work.late')} </span>}
        <span className="ink2">
          {task.text ? t('task.about', { kind: t(`task.${task.kind}`), text: task.text }) : t(`task.${task.kind}`)}
        </span>{' '}
        {task.customer_name && !nameless && <PersonName name={task.customer_name} />}
      </span>
    </li>
  );
}
