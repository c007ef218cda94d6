import { casesChangeTask, casesShowTask, ifMatch, keys, Problem, workspaceMoveCallback, type TaskChange, type TaskRow } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { ConflictNotice, usePersonName } from '@madoguchi/ui';
import type { UseFormReturnType } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { isAppointment, promisedAt } from './callbacks/appointment';

interface Owed {
  due: string | null;
  owner_id: string | null;
  text: string;
}

/** An appointment takes another time that is free; what else is owed, another moment. */
function write(task: TaskRow, version: number, { due, ...change }: TaskChange): Promise<TaskRow> {
  const place = { path: { task: task.id }, headers: ifMatch(version) };
  if (!due || !isAppointment(task)) return casesChangeTask({ ...place, body: due === undefined ? change : { due, ...change } });
  const { owner_id: owner = task.owner_id, text = task.text } = change;
  return workspaceMoveCallback({ ...place, body: { at: due, owner, text } });
}

const isLate = (error: unknown) => error instanceof Problem && error.status === 412;

/** Changing a task on the version that is shown. Who is slower sees both versions and decides; nothing typed is lost. */
export function useTaskChange(task: TaskRow | undefined, onDone: (changed: TaskRow) => void) {
  const cache = useQueryClient();
  const [theirs, setTheirs] = useState<TaskRow>();
  const save = useMutation({
    mutationFn: (body: TaskChange) => write(task!, (theirs ?? task!).version, body),
    onSuccess: onDone,
    onError: async error => {
      if (isLate(error)) setTheirs(await casesShowTask({ path: { task: task!.id } }));
    },
    onSettled: () => Promise.all([keys.tasks, keys.cases, keys.callbackSlots].map(queryKey => cache.invalidateQueries({ queryKey }))),
  });
  const clash = theirs && isLate(save.error) ? theirs : undefined;
  return { save, clash, error: clash ? null : save.error };
}

/** Both versions of a promise side by side: mine over theirs, or theirs into the form. */
export function TaskClash<Form extends Owed>({ form, change: { save, clash } }: { form: UseFormReturnType<Form>; change: ReturnType<typeof useTaskChange> }): ReactNode {
  const { t } = useTranslation('tasks');
  const format = useFormat();
  const name = usePersonName();
  if (!clash) return null;
  const { due, owner_id, text } = form.values;
  const theirDue = promisedAt(clash);
  const rows = [
    { name: t('text'), theirs: clash.text, mine: text },
    { name: t('due'), theirs: theirDue && format.due(theirDue), mine: due && format.due(due) },
    { name: t('owner'), theirs: clash.owner_name, mine: name(owner_id) },
  ];
  const take = () => {
    form.setValues({ due: theirDue, owner_id: clash.owner_id, text: clash.text } as Partial<Form>);
    save.reset();
  };
  return <ConflictNotice rows={rows} saving={save.isPending} onKeepMine={() => { save.mutate({ due, owner_id, text }); }} onTakeTheirs={take} />;
}
