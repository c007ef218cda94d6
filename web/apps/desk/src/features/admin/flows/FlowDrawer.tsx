import { ifMatch, keys, telephonyChangeNumber, type Flow, type Number as PhoneNumber } from '@madoguchi/api';
import { nationalPhone, useLocale, useTranslation } from '@madoguchi/i18n';
import { FormDrawer, useFaults } from '@madoguchi/ui';
import { MultiSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { formOf } from '../phones/NumberDrawer';
import { useNumbers, useQueues } from '../phones/useSetup';
import { FlowPath } from './FlowPath';
import { blank, keep, shortOf, type ShortFlow } from './shortFlow';

const FAREWELLS = ['sorry', 'closed'] as const;

/** A flow and the numbers that lead to it; its drawing follows what is chosen. */
export function FlowDrawer({ flow, onClose }: { flow: Flow | undefined; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const ja = useLocale() === 'ja';
  const [numbers, queues] = [useNumbers().rows, useQueues().rows];
  const { led, lead, setLed } = useLed(flow, numbers);
  const form = useForm<ShortFlow>({
    initialValues: (flow && shortOf(flow)) ?? blank,
    validate: { name: value => (value.trim() ? null : t('required')), queue: value => (value ? null : t('flows.queueMissing')) },
  });
  const save = useSave(flow, lead, onClose);
  useFaults(form, save.error);
  const wish = form.values;
  const shown = numbers.filter(({ id }) => led.includes(id)).map(({ e164 }) => nationalPhone(e164));
  return (
    <FormDrawer opened size={560} title={flow ? flow.name : t('flows.add')} submit={t('ui:save')} onClose={onClose} onSubmit={form.onSubmit(next => { save.mutate(next); })} saving={save.isPending} error={save.error} testId="flow-form">
      <TextInput label={t('flows.name')} required {...form.getInputProps('name')} data-testid="flow-name" />
      <MultiSelect
        label={t('flows.numbers')}
        description={t('flows.numbersHint')}
        placeholder={led.length > 0 ? '' : t('flows.noNumber')}
        data={numbers.filter(({ active, id }) => active || led.includes(id)).map(({ id, e164, label }) => ({ value: id, label: label ? `${nationalPhone(e164)} ${label}` : nationalPhone(e164) }))}
        value={led}
        onChange={setLed}
        data-testid="flow-numbers"
      />
      <Switch
        label={t('flows.notice')}
        description={t('flows.prompt.notice')}
        checked={wish.notice}
        onChange={event => { form.setFieldValue('notice', event.currentTarget.checked); }}
        data-testid="flow-notice"
      />
      <Select label={t('flows.queue')} description={t('flows.queueHint')} required searchable data={queues.filter(({ active, id }) => active !== false || id === wish.queue).map(queue => ({ value: queue.id, label: ja ? queue.name_ja : queue.name_en }))} {...form.getInputProps('queue')} data-testid="flow-queue" />
      <NumberInput label={t('flows.wait')} description={t('flows.waitHint')} suffix={t('flows.seconds')} min={5} max={86400} allowDecimal={false} {...form.getInputProps('max_wait_seconds')} value={wish.max_wait_seconds ?? ''} onChange={value => { form.setFieldValue('max_wait_seconds', value === '' ? null : Number(value)); }} />
      <NumberInput label={t('flows.priority')} description={t('flows.priorityHint')} min={-10} max={10} allowDecimal={false} {...form.getInputProps('priority')} />
      <Select label={t('flows.farewell')} description={t(`flows.prompt.${wish.farewell}`)} allowDeselect={false} data={FAREWELLS.map(value => ({ value, label: t(`flows.farewellIs.${value}`) }))} {...form.getInputProps('farewell')} />
      <Switch label={t('inUse')} description={t('flows.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} />
      <FlowPath upright numbers={shown} notice={wish.notice} queue={queues.find(({ id }) => id === wish.queue)} wait={wish.max_wait_seconds} farewell={wish.farewell} />
    </FormDrawer>
  );
}

/** Which numbers lead here. Until somebody chooses, those that do already; `lead` makes the choice true. */
function useLed(flow: Flow | undefined, numbers: readonly PhoneNumber[]) {
  const [chosen, setLed] = useState<string[]>();
  const before = flow ? numbers.filter(({ entry_point }) => entry_point === flow.id).map(({ id }) => id) : [];
  const led = chosen ?? before;
  const lead = async (to: string) => {
    for (const number of numbers) {
      const wanted = led.includes(number.id);
      if (wanted === before.includes(number.id)) continue;
      await telephonyChangeNumber({ path: { number: number.id }, body: { ...formOf(number), entry_point: wanted ? to : null }, headers: ifMatch(number.version) });
    }
  };
  return { led, lead, setLed };
}

function useSave(flow: Flow | undefined, lead: (to: string) => Promise<void>, onDone: () => void) {
  const cache = useQueryClient();
  const [saved, setSaved] = useState(flow);
  return useMutation({
    mutationFn: async (wish: ShortFlow) => {
      const done = await keep(saved, wish);
      setSaved(done); // a number that cannot follow now must not make a second flow at the next try
      await lead(done.id);
    },
    onSuccess: onDone,
    onSettled: async () => {
      await Promise.all([cache.invalidateQueries({ queryKey: keys.flows }), cache.invalidateQueries({ queryKey: keys.numbers })]);
    },
  });
}
