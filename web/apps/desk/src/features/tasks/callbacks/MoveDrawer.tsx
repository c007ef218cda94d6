import type { TaskRow } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { FormDrawer, PersonSelect, useFaults } from '@madoguchi/ui';
import { Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { TaskClash, useTaskChange } from '../useTaskChange';
import { isAppointment, promisedAt } from './appointment';
import { PromisedTime } from './PromisedTime';
import { useBooked } from './useBooked';

interface Form {
  due: string | null;
  owner_id: string | null;
  text: string;
}

/** A promise is moved: another time, another person. An appointment moves to a time that is free, and both sides are told. */
export function MoveDrawer({ task, onClose }: { task: TaskRow; onClose: () => void }) {
  const { t } = useTranslation('callbacks');
  const format = useFormat();
  const slot = isAppointment(task) ? task.booking : null;
  const form = useForm<Form>({ initialValues: { due: promisedAt(task), owner_id: task.owner_id, text: task.text } });
  const moved = useBooked('movedTitle');
  const change = useTaskChange(task, after => {
    if (slot) moved(after);
    onClose();
  });
  useFaults(form, change.error);
  return (
    <FormDrawer opened title={t('move')} submit={t('ui:save')} onClose={onClose} onSubmit={form.onSubmit(mine => { change.save.mutate(mine); })} saving={change.save.isPending} error={change.error} size={slot ? 520 : undefined} testId="callback-move-form">
      <TaskClash form={form} change={change} />
      {slot?.slot_start && slot.slot_end && <p className="meta ink3">{t('moveHint', { start: format.due(slot.slot_start), end: format.time(slot.slot_end) })}</p>}
      <PromisedTime task={task} label={t('promised')} value={form.values.due} onChange={due => { form.setFieldValue('due', due); }} error={form.errors['due'] ?? form.errors['at']} testId="callback-due" />
      <PersonSelect label={t('owner')} description={t(slot ? 'slotOwnerHint' : 'ownerHint')} value={form.values.owner_id} nameOfValue={task.owner_name} onChange={owner => { form.setFieldValue('owner_id', owner); }} error={form.errors['owner_id'] ?? form.errors['owner']} />
      <Textarea label={t('what')} autosize minRows={3} {...form.getInputProps('text')} />
    </FormDrawer>
  );
}
