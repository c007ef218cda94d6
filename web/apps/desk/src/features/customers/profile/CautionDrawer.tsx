import { customersAddCaution, customersChangeCaution, customersLiftCaution, keys, type Caution } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ConfirmButton, DueInput, FormDrawer, useFaults } from '@madoguchi/ui';
import { Select, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';

const KINDS: readonly Caution['kind'][] = ['harassment', 'threat', 'fraud', 'payment', 'legal', 'other'];

interface Form {
  kind: Caution['kind'];
  note: string;
  expires: string | null;
}

/** A warning is given, reworded, or lifted; it ends by itself where it has an end. */
export function CautionDrawer({ customer, caution, onClose }: { customer: string; caution: Caution | undefined; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const cache = useQueryClient();
  const form = useForm<Form>({ initialValues: { kind: caution?.kind ?? 'harassment', note: caution?.note ?? '', expires: caution?.expires ?? null } });
  const done = async () => {
    await cache.invalidateQueries({ queryKey: keys.customer(customer) });
    onClose();
  };
  const save = useMutation({
    mutationFn: ({ kind, note, expires }: Form) =>
      caution ? customersChangeCaution({ path: { caution: caution.id }, body: { note, expires } }) : customersAddCaution({ path: { customer_id: customer }, body: { kind, note, expires } }),
    onSuccess: done,
  });
  const lift = useMutation({ mutationFn: () => customersLiftCaution({ path: { caution: caution!.id } }), onSuccess: done });
  useFaults(form, save.error);
  return (
    <FormDrawer
      opened
      title={t(caution ? 'caution.edit' : 'caution.add')}
      submit={t(caution ? 'ui:save' : 'caution.give')}
      onClose={onClose}
      onSubmit={form.onSubmit(mine => { save.mutate(mine); })}
      saving={save.isPending}
      error={save.error ?? lift.error}
      testId="caution-form"
      aside={
        caution && (
          <ConfirmButton variant="subtle" color="akane" question={t('caution.liftQuestion')} confirm={t('caution.lift')} onConfirm={() => { lift.mutate(); }} testId="caution-lift">
            {t('caution.lift')}
          </ConfirmButton>
        )
      }
    >
      <Select label={t('caution.kind')} allowDeselect={false} disabled={caution !== undefined} data={KINDS.map(value => ({ value, label: t(`ui:cautionKind.${value}`) }))} {...form.getInputProps('kind')} data-testid="caution-kind" />
      <Textarea label={t('caution.note')} description={t('caution.noteHint')} autosize minRows={3} maxLength={500} {...form.getInputProps('note')} data-testid="caution-note" data-autofocus />
      <DueInput label={t('caution.expires')} placeholder={t('caution.open')} value={form.values.expires} onChange={moment => { form.setFieldValue('expires', moment); }} error={form.errors['expires']} testId="caution-expires" />
    </FormDrawer>
  );
}
