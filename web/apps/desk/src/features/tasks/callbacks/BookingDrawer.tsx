import { casesCreateTask, keys, routingListQueues, useSession, workspaceBookCallback, type TaskRow } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { CustomerSelect, DueInput, FormDrawer, PersonSelect, useFaults } from '@madoguchi/ui';
import { SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Slots } from './Slots';
import { useBooked } from './useBooked';

const WAYS = ['slot', 'soon', 'person'] as const;

interface Form {
  way: (typeof WAYS)[number];
  customer: string | null;
  to: string;
  queue: string | null;
  at: string | null;
  owner: string | null;
  due: string | null;
  text: string;
}
interface Props {
  customer?: string | undefined;
  onClose: () => void;
}

/** A call is promised: by appointment at a time that people are there for, at once in the line, or by a person. */
export function BookingDrawer({ customer, onClose }: Props) {
  const { t } = useTranslation('callbacks');
  const cache = useQueryClient();
  const me = useSession().user.id;
  const form = useForm<Form>({
    initialValues: { way: 'slot', customer: customer ?? null, to: '', queue: null, at: null, owner: null, due: null, text: '' },
    validate: {
      customer: (value, all) => (value ?? all.to.trim() ? null : t('whomMissing')),
      queue: (value, all) => (value ?? all.way === 'person' ? null : t('queueMissing')),
      at: (value, all) => (value ?? all.way !== 'slot' ? null : t('slotMissing')),
      due: (value, all) => (value ?? all.way !== 'person' ? null : t('dueMissing')),
    },
  });
  const booked = useBooked('bookedTitle');
  const save = useMutation({
    mutationFn: (mine: Form) => promise(mine, me),
    onSuccess: async done => {
      await cache.invalidateQueries({ queryKey: keys.tasks });
      void cache.invalidateQueries({ queryKey: keys.callbackSlots });
      booked(done);
      onClose();
    },
    onError: () => void cache.invalidateQueries({ queryKey: keys.callbackSlots }),
  });
  useFaults(form, save.error);
  return (
    <FormDrawer opened title={t('add')} submit={t('addSubmit')} onClose={onClose} onSubmit={form.onSubmit(mine => { save.mutate(mine); })} saving={save.isPending} error={save.error} size={520} testId="callback-form">
      <CustomerSelect visible label={t('customer')} w="100%" value={form.values.customer} onChange={id => { form.setFieldValue('customer', id); }} error={form.errors['customer']} />
      <Fields form={form} />
      <Textarea label={t('what')} description={t('textHint')} autosize minRows={2} {...form.getInputProps('text')} data-testid="callback-text" />
    </FormDrawer>
  );
}

function Fields({ form }: { form: UseFormReturnType<Form> }) {
  const { t } = useTranslation('callbacks');
  const queues = useQueues();
  const { way, queue } = form.values;
  return (
    <>
      <SegmentedControl aria-label={t('way')} fullWidth data={WAYS.map(value => ({ value, label: t(`wayIs.${value}`) }))} {...form.getInputProps('way')} data-testid="callback-way" />
      <p className="meta ink3">{t(`wayHint.${way}`)}</p>
      {way !== 'person' && <TextInput label={t('to')} description={t('toHint')} inputMode="tel" {...form.getInputProps('to')} data-testid="callback-to" />}
      {way !== 'person' && <Select label={t('queue')} allowDeselect={false} data={queues} {...form.getInputProps('queue')} onChange={value => { form.setValues({ queue: value, at: null }); }} data-testid="callback-queue" />}
      {way === 'slot' && queue && <Slots queue={queue} value={form.values.at} onChange={at => { form.setFieldValue('at', at); }} error={form.errors['at']} />}
      {way === 'person' && <DueInput label={t('promised')} value={form.values.due} onChange={due => { form.setFieldValue('due', due); }} error={form.errors['due']} testId="callback-due" />}
      {way !== 'soon' && <PersonSelect label={t('owner')} description={t(way === 'slot' ? 'slotOwnerHint' : 'ownerHint')} value={form.values.owner} onChange={owner => { form.setFieldValue('owner', owner); }} error={form.errors['owner']} />}
    </>
  );
}

/** The house calls from a queue; a person's own promise is a task of theirs. */
function promise({ way, customer, to, queue, at, owner, due, text }: Form, me: string): Promise<TaskRow> {
  if (way === 'person') return casesCreateTask({ body: { kind: 'callback', customer_id: customer, owner_id: owner ?? me, due, text } });
  return workspaceBookCallback({ body: { customer, to: to.trim(), queue, at: way === 'slot' ? at : null, owner: way === 'slot' ? owner : null, text } });
}

function useQueues(): { value: string; label: string }[] {
  const locale = useLocale();
  const queues = useQuery({ queryKey: [...keys.queues, 'all'], queryFn: ({ signal }) => routingListQueues({ signal }), staleTime: 300_000 }).data ?? [];
  return queues.filter(queue => queue.active ?? true).map(queue => ({ value: queue.id, label: (locale === 'en' ? queue.name_en : queue.name_ja) || queue.code }));
}
