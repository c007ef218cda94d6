import { customersCreateCustomer, keys, type NewIdentity } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { FormDrawer, useFaults } from '@madoguchi/ui';
import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import styles from '../Customers.module.css';
import { blank, changeOf, changed, type ProfileForm } from './fields';
import { ProfileFields } from './ProfileFields';

/** A new customer with their first addresses; opens their page. */
export function NewCustomerDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('customers');
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [phone, setPhone] = useState('');
  const [email, setEmail] = useState('');
  const form = useForm<ProfileForm>({ initialValues: blank, validate: { name: (value, all) => (value.trim() || all.company.trim() ? null : t('nameMissing')) } });
  const identities: NewIdentity[] = [
    ...(phone.trim() ? [{ kind: 'phone' as const, value: phone, preferred: true }] : []),
    ...(email.trim() ? [{ kind: 'email' as const, value: email }] : []),
  ];
  const create = useMutation({
    mutationFn: (mine: ProfileForm) => customersCreateCustomer({ body: { ...changeOf(mine, changed(blank, mine)), kind: 'person', identities } }),
    onSuccess: async card => {
      await cache.invalidateQueries({ queryKey: keys.customers });
      await navigate({ to: '/customers/$customer', params: { customer: card.id } });
    },
  });
  useFaults(form, create.error);
  const faultAt = (kind: string) => form.errors[`identities.${String(identities.findIndex(each => each.kind === kind))}.value`];
  return (
    <FormDrawer opened title={t('add')} submit={t('addSubmit')} onClose={onClose} onSubmit={form.onSubmit(mine => { create.mutate(mine); })} saving={create.isPending} error={create.error} testId="customer-form" size={560}>
      <div className={styles.two}>
        <TextInput label={t('identity.phone')} inputMode="tel" placeholder="090-1234-5678" value={phone} error={faultAt('phone')} onChange={event => { setPhone(event.currentTarget.value); }} data-testid="customer-phone" />
        <TextInput label={t('identity.email')} inputMode="email" value={email} error={faultAt('email')} onChange={event => { setEmail(event.currentTarget.value); }} data-testid="customer-email" />
      </div>
      <ProfileFields form={form} />
    </FormDrawer>
  );
}
