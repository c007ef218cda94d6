import { casesCreateTask, keys, routingListQueues, useSession, workspaceBookCallback, workspaceCancelCallback, type TaskRow } from '@madoguchi/api';
import { nationalPhone, useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { CustomerSelect, DueInput, FormDrawer, PersonSelect, useFaults } from '@madoguchi/ui';
import { Button, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { IconCalendarDown } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Slots } from './Slots';

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
  /** The appointment that this one takes the place of. */
  instead?: TaskRow | undefined;
  onClose: () => void;
}

/** A call is promised: by appointment at a time that people are there for, at once in the line, or by a person. */
export function BookingDrawer({ customer, instead, onClose }: Props) {
  const { t } = useTranslation('callbacks');
  const cache = useQueryClient();
  const me = useSession().user.id;
  const form = useForm<Form>({
    initialValues: {
      way: 'slot', customer: instead?.customer_id ?? customer ?? null, to: instead ? nationalPhone(instead.address_value) : '', queue: instead?.booking?.queue_id ?? null,
      at: null, owner: instead?.owner_id ?? null, due: null, text: instead?.text ?? '',
    },
    validate: {
      customer: (value, all) => (value ?? all.to.trim() ? null : t('whomMissing')),
      queue: (value, all) => (value ?? all.way === 'person' ? null : t('queueMissing')),
      at: (value, all) => (value ?? all.way !== 'slot' ? null : t('slotMissing')),
      due: (value, all) => (value ?? all.way !== 'person' ? null : t('dueMissing')),
    },
  });
  const booked = useBooked();
  const [made, setMade] = useState<TaskRow>();
  const save = useMutation({
    mutationFn: async (mine: Form) => {
      const now = made ?? (await promise(mine, me));
      setMade(now); // an old appointment that cannot go now must not make a second new one at the next try
      if (instead) await workspaceCancelCallback({ path: { task: instead.id } });
      return now;
    },
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
    <FormDrawer opened title={t(instead ? 'move' : 'add')} submit={t(instead ? 'ui:save' : 'addSubmit')} onClose={onClose} onSubmit={form.onSubmit(mine => { save.mutate(mine); })} saving={save.isPending} error={save.error} size={520} testId="callback-form">
      <CustomerSelect visible label={t('customer')} w="100%" value={form.values.customer} onChange={id => { form.setFieldValue('customer', id); }} error={form.errors['customer']} />
      <Fields form={form} moving={instead !== undefined} />
      <Textarea label={t('what')} description={t('textHint')} autosize minRows={2} {...form.getInputProps('text')} data-testid="callback-text" />
    </FormDrawer>
  );
}

function Fields({ form, moving }: { form: UseFormReturnType<Form>; moving: boolean }) {
  const { t } = useTranslation('callbacks');
  const queues = useQueues();
  const { way, queue } = form.values;
  return (
    <>
      {!moving && <SegmentedControl aria-label={t('way')} fullWidth data={WAYS.map(value => ({ value, label: t(`wayIs.${value}`) }))} {...form.getInputProps('way')} data-testid="callback-way" />}
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

/** That it is booked, and the file for a calendar where there is an appointment. */
function useBooked(): (made: TaskRow) => void {
  const { t } = useTranslation('callbacks');
  const format = useFormat();
  return made => {
    const at = made.booking?.slot_start ?? made.due;
    notifications.show({
      id: `booked-${made.id}`,
      title: t('bookedTitle'),
      message: (
        <div className="col">
          {at && <span>{format.due(at)}</span>}
          {made.booking?.kind === 'appointment' && (
            <Button component="a" variant="default" size="compact-sm" href={`/api/v1/callbacks/${made.id}/invitation`} download leftSection={<IconCalendarDown size={16} />} data-testid="callback-booked-ics">
              {t('ics')}
            </Button>
          )}
        </div>
      ),
      autoClose: 15_000,
    });
  };
}

function useQueues(): { value: string; label: string }[] {
  const locale = useLocale();
  const queues = useQuery({ queryKey: [...keys.queues, 'all'], queryFn: ({ signal }) => routingListQueues({ signal }), staleTime: 300_000 }).data ?? [];
  return queues.filter(queue => queue.active ?? true).map(queue => ({ value: queue.id, label: (locale === 'en' ? queue.name_en : queue.name_ja) || queue.code }));
}
