import { customersChangePreferences, keys, type CustomerCard } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { FormDrawer, useFaults } from '@madoguchi/ui';
import { Checkbox, Chip, Group, Select, Switch } from '@mantine/core';
import { TimeInput } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import styles from '../Customers.module.css';
import { ALL_DAYS, CHANNELS, mediumKey, OPT_OUTS, useDays } from './words';

interface WishesForm {
  do_not_call: boolean;
  opt_outs: string[];
  channel: string | null;
  language: string | null;
  limited: boolean;
  start: string;
  end: string;
  days: string[];
}

export function WishesDrawer({ card, onClose }: { card: CustomerCard; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const cache = useQueryClient();
  const dayName = useDays();
  const { preferences: wishes } = card;
  const form = useForm<WishesForm>({
    initialValues: {
      do_not_call: wishes.do_not_call ?? false,
      opt_outs: wishes.opt_outs ?? [],
      channel: wishes.channel ?? null,
      language: wishes.language ?? null,
      limited: Boolean(wishes.hours),
      start: wishes.hours?.start ?? '10:00',
      end: wishes.hours?.end ?? '19:00',
      days: (wishes.hours?.days ?? ALL_DAYS).map(String),
    },
  });
  const save = useMutation({
    mutationFn: ({ limited, start, end, days, ...rest }: WishesForm) =>
      customersChangePreferences({ path: { customer_id: card.id }, body: { ...rest, hours: limited ? { start, end, days: days.map(Number).sort() } : null } }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.customer(card.id) });
      onClose();
    },
  });
  useFaults(form, save.error);
  return (
    <FormDrawer opened title={t('wishes.title')} submit={t('ui:save')} onClose={onClose} onSubmit={form.onSubmit(mine => { save.mutate(mine); })} saving={save.isPending} error={save.error} testId="wishes-form">
      <Switch label={t('wishes.doNotCall')} description={t('wishes.doNotCallHint')} {...form.getInputProps('do_not_call', { type: 'checkbox' })} data-testid="wishes-do-not-call" />
      <Checkbox.Group label={t('wishes.optOuts')} {...form.getInputProps('opt_outs')}>
        <div className="col">
          {OPT_OUTS.map(medium => (
            <Checkbox key={medium} value={medium} label={t(`medium.${mediumKey(medium)}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <Switch label={t('wishes.limited')} {...form.getInputProps('limited', { type: 'checkbox' })} />
      {form.values.limited && (
        <>
          <div className={styles.two}>
            <TimeInput label={t('wishes.start')} {...form.getInputProps('start')} />
            <TimeInput label={t('wishes.end')} {...form.getInputProps('end')} />
          </div>
          <Chip.Group multiple {...form.getInputProps('days')}>
            <Group gap="xs" role="group" aria-label={t('wishes.days')}>
              {ALL_DAYS.map(day => (
                <Chip key={day} value={String(day)} size="xs">
                  {dayName([day])}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </>
      )}
      <div className={styles.two}>
        <Select label={t('wishes.channel')} clearable data={CHANNELS.map(medium => ({ value: medium, label: t(`medium.${medium}`) }))} {...form.getInputProps('channel')} />
        <Select label={t('wishes.language')} clearable data={['ja', 'en', 'zh', 'ko', 'vi', 'pt'].map(code => ({ value: code, label: t(`languages.${code}`) }))} {...form.getInputProps('language')} />
      </div>
    </FormDrawer>
  );
}
