import { keys, telephonyAddNumber, telephonyChangeNumber, useSave, type Number as PhoneNumber, type NumberForm } from '@madoguchi/api';
import { nationalPhone, useLocale, useTranslation } from '@madoguchi/i18n';
import { FormDrawer, useFaults } from '@madoguchi/ui';
import { Select, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useFlows, useLines, useTrunks } from './useSetup';

const blank: NumberForm = { number: '', label: '', entry_point: null, line_of_business_id: null, trunk_id: null, outbound: false, active: true };

/** A number as its form takes it. */
export const formOf = ({ e164, label, entry_point, line_of_business_id, trunk_id, outbound, active }: PhoneNumber): NumberForm => ({ number: e164, label, entry_point, line_of_business_id, trunk_id, outbound, active });

/** A number of ours: what happens to its callers, whose it is, over which line it goes, and whether we show it when we call. */
export function NumberDrawer({ number, onClose }: { number: PhoneNumber | undefined; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const ja = useLocale() === 'ja';
  const cache = useQueryClient();
  const [flows, lines, trunks] = [useFlows().rows, useLines().rows, useTrunks().rows];
  const form = useForm<NumberForm>({
    initialValues: number ? { ...formOf(number), number: nationalPhone(number.e164) } : blank,
    validate: { number: value => (value.trim() ? null : t('required')) },
  });
  const save = useSave({
    version: number?.version,
    save: (match, wish: NumberForm) => (number ? telephonyChangeNumber({ path: { number: number.id }, body: wish, headers: match }) : telephonyAddNumber({ body: wish })),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.numbers });
      onClose();
    },
  });
  useFaults(form, save.error);
  return (
    <FormDrawer opened title={number ? nationalPhone(number.e164) : t('numbers.add')} submit={t('ui:save')} onClose={onClose} onSubmit={form.onSubmit(wish => { save.mutate(wish); })} saving={save.isPending} error={save.error} testId="number-form">
      <TextInput label={t('numbers.number')} description={t('numbers.numberHint')} required inputMode="tel" {...form.getInputProps('number')} data-testid="number-number" />
      <TextInput label={t('numbers.label')} description={t('numbers.labelHint')} {...form.getInputProps('label')} data-testid="number-label" />
      <Select label={t('numbers.flow')} description={t('numbers.flowHint')} clearable placeholder={t('numbers.nowhere')} data={flows.map(({ id, name }) => ({ value: id, label: name }))} {...form.getInputProps('entry_point')} data-testid="number-flow" />
      <Select label={t('numbers.line')} description={t('numbers.lineHint')} clearable placeholder={t('numbers.noLine')} data={lines.map(line => ({ value: line.id, label: ja ? line.name_ja : line.name_en }))} {...form.getInputProps('line_of_business_id')} data-testid="number-line" />
      <Select label={t('numbers.trunk')} description={t('numbers.trunkHint')} clearable placeholder={t('numbers.noTrunk')} data={trunks.filter(({ active, id }) => active || id === number?.trunk_id).map(({ id, name }) => ({ value: id, label: name }))} {...form.getInputProps('trunk_id')} data-testid="number-trunk" />
      <Switch label={t('numbers.outboundLabel')} description={t('numbers.outboundHint')} {...form.getInputProps('outbound', { type: 'checkbox' })} data-testid="number-outbound" />
      <Switch label={t('inUse')} description={t('numbers.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} data-testid="number-active" />
    </FormDrawer>
  );
}
