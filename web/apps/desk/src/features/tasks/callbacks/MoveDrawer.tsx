import type { TaskRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { DueInput, FormDrawer, PersonSelect, useFaults } from '@madoguchi/ui';
import { Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { TaskClash, useTaskChange } from '../useTaskChange';

interface Form {
  due: string | null;
  owner_id: string | null;
  text: string;
}

/** A promise is moved: another time, another person. */
export function MoveDrawer({ task, onClose }: { task: TaskRow; onClose: () => void }) {
  const { t } = useTranslation('callbacks');
  const form = useForm<Form>({ initialValues: { due: task.due, owner_id: task.owner_id, text: task.text } });
  const change = useTaskChange(task, onClose);
  useFaults(form, change.error);
  return (
    <FormDrawer opened title={t('move')} submit={t('ui:save')} onClose={onClose} onSubmit={form.onSubmit(mine => { change.save.mutate(mine); })} saving={change.save.isPending} error={change.error} testId="callback-move-form">
      <TaskClash form={form} change={change} />
      <DueInput label={t('promised')} value={form.values.due} onChange={due => { form.setFieldValue('due', due); }} error={form.errors['due']} testId="callback-due" />
      <PersonSelect label={t('owner')} description={t('ownerHint')} value={form.values.owner_id} nameOfValue={task.owner_name} onChange={owner => { form.setFieldValue('owner_id', owner); }} error={form.errors['owner_id']} />
      <Textarea label={t('what')} autosize minRows={3} {...form.getInputProps('text')} />
    </FormDrawer>
  );
}
