import { casesCreateTask, keys, useSession, type TaskRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ConfirmButton, CustomerSelect, FormDrawer, PageLink, PersonSelect, useFaults } from '@madoguchi/ui';
import { Select, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { promisedAt } from './callbacks/appointment';
import { PromisedTime } from './callbacks/PromisedTime';
import { MessageSaid } from './columns';
import { KINDS } from './search';
import { TaskClash, useTaskChange } from './useTaskChange';

interface Props {
  /** What to change; a new one when left out. */
  task: TaskRow | undefined;
  caseId?: string | undefined;
  customerId?: string | undefined;
  onClose: () => void;
}
interface Form {
  kind: TaskRow['kind'];
  text: string;
  due: string | null;
  owner_id: string | null;
  customer_id: string | null;
}

/** Something that somebody owes: what, to whom, by when. */
export function TaskDrawer({ task, caseId, customerId, onClose }: Props) {
  const { t } = useTranslation('tasks');
  const cache = useQueryClient();
  const me = useSession().user.id;
  const form = useForm<Form>({
    initialValues: { kind: task?.kind ?? 'todo', text: task?.text ?? '', due: task ? promisedAt(task) : null, owner_id: task ? task.owner_id : me, customer_id: task?.customer_id ?? customerId ?? null },
    validate: { text: (value, all) => (value.trim() || all.kind !== 'todo' ? null : t('textMissing')) },
  });
  const done = async () => {
    await cache.invalidateQueries({ queryKey: keys.tasks });
    void cache.invalidateQueries({ queryKey: keys.cases });
    onClose();
  };
  const add = useMutation({ mutationFn: (mine: Form) => casesCreateTask({ body: { ...mine, case_id: caseId ?? null } }), onSuccess: done });
  const change = useTaskChange(task, onClose);
  const cancel = useTaskChange(task, onClose);
  const keep = ({ kind, customer_id, ...rest }: Form) => {
    if (task) change.save.mutate(rest);
    else add.mutate({ kind, customer_id, ...rest });
  };
  useFaults(form, add.error ?? change.error);
  return (
    <FormDrawer
      opened
      title={t(task ? `ui:taskKind.${task.kind}` : 'add')}
      submit={t(task ? 'ui:save' : 'addSubmit')}
      onClose={onClose}
      onSubmit={form.onSubmit(keep)}
      saving={add.isPending || change.save.isPending}
      error={add.error ?? change.error ?? cancel.save.error}
      testId="task-form"
      aside={
        task?.state === 'open' && (
          <ConfirmButton variant="subtle" color="akane" question={t('cancelQuestion')} confirm={t('cancelTask')} loading={cancel.save.isPending} onConfirm={() => { cancel.save.mutate({ state: 'cancelled' }); }}>
            {t('cancelTask')}
          </ConfirmButton>
        )
      }
    >
      {task && <MessageSaid task={task} />}
      <TaskClash form={form} change={change} />
      {!task && <Select label={t('kind')} allowDeselect={false} data={KINDS.map(value => ({ value, label: t(`ui:taskKind.${value}`) }))} {...form.getInputProps('kind')} />}
      <Textarea label={t('text')} autosize minRows={3} {...form.getInputProps('text')} data-testid="task-text" data-autofocus />
      <PromisedTime task={task} label={t('due')} value={form.values.due} onChange={due => { form.setFieldValue('due', due); }} error={form.errors['due'] ?? form.errors['at']} testId="task-due" />
      <PersonSelect label={t('owner')} description={t('ownerHint')} value={form.values.owner_id} nameOfValue={task?.owner_name} onChange={owner => { form.setFieldValue('owner_id', owner); }} error={form.errors['owner_id']} />
      {!task && <CustomerSelect visible label={t('customer')} w="100%" value={form.values.customer_id} onChange={id => { form.setFieldValue('customer_id', id); }} error={form.errors['customer_id']} />}
      {task?.interaction_id && <PageLink to={`/history/${task.interaction_id}`}>{t('fromContact')}</PageLink>}
    </FormDrawer>
  );
}
