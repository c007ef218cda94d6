import { ifMatch, keys, telephonyChangeNumber, workflowsAddFlow, workflowsChangeFlow, type Flow, type Number as PhoneNumber } from '@madoguchi/api';
import { nationalPhone, useTranslation } from '@madoguchi/i18n';
import { FormDrawer, useFaults } from '@madoguchi/ui';
import { MultiSelect, Radio, Select, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { formOf } from '../phones/NumberDrawer';
import { useNumbers } from '../phones/useSetup';
import { useThings } from './editor/useNames';

interface Props {
  flow: Pick<Flow, 'id' | 'name' | 'active' | 'version'> | undefined;
  /** Keeps what is unsaved, so that the change refers to it. */
  before?: () => Promise<Flow>;
  onKept: (flow: Flow) => void;
  onClose: () => void;
}

interface Wish {
  name: string;
  active: boolean;
  /** How a new flow begins. */
  begin: 'short' | 'blank';
  queue: string;
}

/** What a flow is called, which numbers lead to it, whether calls take it; a new one also how it begins. */
export function FlowDrawer({ flow, before, onKept, onClose }: Props) {
  const { t } = useTranslation('flows');
  const numbers = useNumbers().rows;
  const things = useThings();
  const { led, lead, setLed } = useLed(flow?.id, numbers);
  const form = useForm<Wish>({
    initialValues: { name: flow?.name ?? '', active: flow?.active ?? true, begin: 'short', queue: '' },
    validate: { name: value => (value.trim() ? null : t('form.nameMissing')), queue: (value, { begin }) => (flow ?? (begin === 'blank' || value) ? null : t('form.queueMissing')) },
  });
  const save = useSave({ flow, before, lead, onKept, onClose });
  useFaults(form, save.error);
  return (
    <FormDrawer opened title={flow ? flow.name : t('form.add')} submit={t(flow ? 'ui:save' : 'form.begin')} onClose={onClose} onSubmit={form.onSubmit(wish => { save.mutate(wish); })} saving={save.isPending} error={save.error} testId="flow-form">
      <TextInput label={t('form.name')} required maxLength={100} {...form.getInputProps('name')} data-testid="flow-name" />
      {!flow && (
        <Radio.Group label={t('form.start')} {...form.getInputProps('begin')}>
          <div className="col">
            {(['short', 'blank'] as const).map(value => <Radio key={value} value={value} label={t(`form.${value}`)} description={t(`form.${value}About`)} data-testid={`flow-begin-${value}`} />)}
          </div>
        </Radio.Group>
      )}
      {!flow && form.values.begin === 'short' && <Select label={t('field.queue')} required searchable data={things.queues} {...form.getInputProps('queue')} value={form.values.queue || null} data-testid="flow-queue" />}
      <MultiSelect
        label={t('form.numbers')}
        description={t('form.numbersHint')}
        placeholder={led.length > 0 ? '' : t('form.noNumber')}
        data={numbers.filter(({ active, id }) => active || led.includes(id)).map(({ id, e164, label }) => ({ value: id, label: label ? `${nationalPhone(e164)} ${label}` : nationalPhone(e164) }))}
        value={led}
        onChange={setLed}
        data-testid="flow-numbers"
      />
      {flow && <Switch label={t('form.active')} description={t('form.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} />}
    </FormDrawer>
  );
}

/** Which numbers lead here. Until somebody chooses, those that do already; `lead` makes the choice true. */
function useLed(flow: string | undefined, numbers: readonly PhoneNumber[]) {
  const [chosen, setLed] = useState<string[]>();
  const before = flow ? numbers.filter(({ entry_point }) => entry_point === flow).map(({ id }) => id) : [];
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

function useSave({ flow, before, lead, onKept, onClose }: Props & { lead: (to: string) => Promise<void> }) {
  const cache = useQueryClient();
  const [made, setMade] = useState<Flow>();
  return useMutation({
    mutationFn: async ({ name, active, begin, queue }: Wish) => {
      if (!flow) {
        const begun = made ?? (await workflowsAddFlow({ body: { name, ...(begin === 'short' && { short: { queue } }) } }));
        setMade(begun); // a number that cannot follow now must not make a second flow at the next try
        await lead(begun.id);
        return begun;
      }
      const kept = await before?.();
      const changed = await workflowsChangeFlow({ path: { flow_id: flow.id }, body: { name, active }, headers: ifMatch((kept ?? flow).version) });
      onKept(changed); // a number that cannot follow now must not make the next try refer to an older version
      await lead(changed.id);
      return changed;
    },
    onSuccess: done => {
      if (!flow) onKept(done);
      onClose();
    },
    onSettled: async () => {
      await Promise.all([cache.invalidateQueries({ queryKey: [...keys.flows, 'all'] }), cache.invalidateQueries({ queryKey: keys.numbers })]);
    },
  });
}
