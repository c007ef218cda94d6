import { customersAddIdentity, customersChangeIdentity, customersRemoveIdentity, keys, type CustomerCard, type Identity, type NewIdentity } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ConfirmButton, faultsOf, ProblemAlert } from '@madoguchi/ui';
import { Button, Checkbox, Drawer, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from '../Customers.module.css';

const KINDS = ['phone', 'email', 'handle'] as const;

/** How a customer is reached and recognised: each address, its label, whether it is verified and preferred. */
export function AddressesDrawer({ card, onClose }: { card: CustomerCard; onClose: () => void }) {
  const { t } = useTranslation('customers');
  return (
    <Drawer opened size={520} onClose={onClose} title={t('addresses')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <ul className="list">
        {card.identities.map(identity => (
          <AddressRow key={identity.id} customer={card.id} identity={identity} />
        ))}
      </ul>
      <NewAddress customer={card.id} />
    </Drawer>
  );
}

function useReread(customer: string) {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.customer(customer) });
}

function AddressRow({ customer, identity }: { customer: string; identity: Identity }) {
  const { t } = useTranslation('customers');
  const onSuccess = useReread(customer);
  const path = { customer_id: customer, identity_id: identity.id };
  const change = useMutation({ mutationFn: (body: { label?: string; preferred?: boolean; verified?: boolean }) => customersChangeIdentity({ path, body }), onSuccess });
  const remove = useMutation({ mutationFn: () => customersRemoveIdentity({ path }), onSuccess });
  return (
    <li className={styles.addressRow}>
      <div className="row">
        <span className="grow">
          <span className="meta ink3">{t(`identity.${identity.kind}`)}</span>
          <br />
          <span className="b5 tn">{identity.shown}</span>
        </span>
        <TextInput w={140} aria-label={t('label')} placeholder={t('label')} defaultValue={identity.label} onBlur={event => { if (event.currentTarget.value !== identity.label) change.mutate({ label: event.currentTarget.value }); }} />
        <ConfirmButton variant="subtle" color="akane" leftSection={<IconTrash size={16} />} question={t('removeAddress', { address: identity.shown })} confirm={t('remove')} loading={remove.isPending} onConfirm={() => { remove.mutate(); }}>
          {t('remove')}
        </ConfirmButton>
      </div>
      <div className="row">
        <Checkbox label={t('verified')} checked={identity.verified !== null} onChange={event => { change.mutate({ verified: event.currentTarget.checked }); }} />
        <Checkbox label={t('preferred')} checked={identity.preferred} onChange={event => { change.mutate({ preferred: event.currentTarget.checked }); }} />
      </div>
      <ProblemAlert error={change.error ?? remove.error} />
    </li>
  );
}

function NewAddress({ customer }: { customer: string }) {
  const { t } = useTranslation('customers');
  const reread = useReread(customer);
  const [wish, setWish] = useState<Required<Pick<NewIdentity, 'kind' | 'value' | 'label'>>>({ kind: 'phone', value: '', label: '' });
  const add = useMutation({
    mutationFn: () => customersAddIdentity({ path: { customer_id: customer }, body: wish }),
    onSuccess: () => {
      setWish({ ...wish, value: '', label: '' });
      return reread();
    },
  });
  const fault = faultsOf(add.error)['value'];
  return (
    <form
      className={styles.newAddress}
      noValidate
      onSubmit={event => {
        event.preventDefault();
        if (wish.value.trim()) add.mutate();
      }}
    >
      <Select w={130} label={t('kind')} allowDeselect={false} data={KINDS.map(kind => ({ value: kind, label: t(`identity.${kind}`) }))} value={wish.kind} onChange={kind => { if (kind) setWish({ ...wish, kind }); }} />
      <TextInput className="grow" label={t('value')} value={wish.value} error={fault} onChange={event => { setWish({ ...wish, value: event.currentTarget.value }); }} data-testid="address-value" />
      <TextInput w={110} label={t('label')} value={wish.label} onChange={event => { setWish({ ...wish, label: event.currentTarget.value }); }} />
      <Button type="submit" leftSection={<IconPlus size={16} />} loading={add.isPending} data-testid="address-add">
        {t('addAddress')}
      </Button>
      {!fault && <ProblemAlert error={add.error} />}
    </form>
  );
}
