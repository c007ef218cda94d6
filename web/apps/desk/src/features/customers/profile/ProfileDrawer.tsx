import { customersChangeCustomer, customersShowCustomer, ifMatch, keys, Problem, type CustomerCard } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ConflictNotice, FormDrawer, useFaults, useTierName } from '@madoguchi/ui';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changed, changeOf, formOf, type FieldName, type ProfileForm } from './fields';
import { ProfileFields } from './ProfileFields';

const labels: Record<FieldName, string> = { name: 'name', kana: 'kana', romaji: 'romaji', company: 'company', company_kana: 'companyKana', tier: 'tier', language: 'language', postal_code: 'postalCode', address: 'address', birth_date: 'birthDate', time_zone: 'timeZone', tags: 'tags', notes_flag: 'flag' };
/** A field's value in words: codes of tiers, languages and flags by their names. */
function useShown(): (field: FieldName, value: string | string[]) => string {
  const { t } = useTranslation('customers');
  const tierName = useTierName();
  return (field, value) => {
    if (Array.isArray(value)) return value.join(', ');
    if (field === 'tier') return tierName(value);
    if (field === 'language') return t(`languages.${value}`, value);
    if (field === 'notes_flag') return value && t(`ui:flag.${value}`, value);
    return value;
  };
}

/** Change a profile on the version that is shown; when somebody was faster, both versions are laid side by side. */
export function ProfileDrawer({ card, onClose }: { card: CustomerCard; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const cache = useQueryClient();
  const shown = useShown();
  const [base] = useState(card);
  const [theirs, setTheirs] = useState<CustomerCard>();
  const form = useForm<ProfileForm>({ initialValues: formOf(base) });
  const mine = form.getValues();
  const fields = changed(formOf(base), mine);
  const save = useMutation({
    mutationFn: () => customersChangeCustomer({ path: { customer_id: base.id }, body: changeOf(mine, fields), headers: ifMatch((theirs ?? base).version) }),
    onSuccess: fresh => {
      cache.setQueryData(keys.customer(base.id), fresh);
      void cache.invalidateQueries({ queryKey: [...keys.customers, 'list'] });
      onClose();
    },
    onError: async error => {
      if (error instanceof Problem && error.status === 412) setTheirs(await customersShowCustomer({ path: { customer_id: base.id } }));
    },
  });
  useFaults(form, save.error);
  const takeTheirs = () => {
    if (theirs) cache.setQueryData(keys.customer(base.id), theirs);
    onClose();
  };
  return (
    <FormDrawer
      opened
      title={t('edit')}
      submit={t('ui:save')}
      onClose={onClose}
      onSubmit={form.onSubmit(() => { if (fields.length > 0) save.mutate(); else onClose(); })}
      saving={save.isPending}
      error={theirs ? null : save.error}
      testId="profile-form"
      size={560}
    >
      {theirs && <ConflictNotice rows={fields.map(field => ({ name: t(labels[field]), theirs: shown(field, formOf(theirs)[field]), mine: shown(field, mine[field]) }))} saving={save.isPending} onKeepMine={() => { save.mutate(); }} onTakeTheirs={takeTheirs} />}
      <ProfileFields form={form} masked={base.masked} />
    </FormDrawer>
  );
}
