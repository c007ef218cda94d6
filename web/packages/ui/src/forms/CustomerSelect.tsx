import { customersListCustomers, customersShowCustomer, keys } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { nameFor } from '../parts/PersonName';

interface Props {
  label: string;
  value: string | null;
  onChange: (customer: string | null) => void;
  error?: React.ReactNode;
  w?: number | string;
  /** The label stands over the field; without it a row or page names it already. */
  visible?: boolean;
}

/** A customer, found by any spelling of the name, the last four digits or an order number. */
export function CustomerSelect({ label, value, onChange, error, w = 420, visible }: Props) {
  const { t } = useTranslation('ui');
  const locale = useLocale();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 150);
  const found = useQuery({ queryKey: keys.customerSearch(q), queryFn: ({ signal }) => customersListCustomers({ query: { q, limit: 8 }, signal }), enabled: q !== '', placeholderData: previous => previous });
  const chosen = useQuery({ queryKey: keys.customer(value ?? ''), queryFn: ({ signal }) => customersShowCustomer({ path: { customer_id: value! }, signal }), enabled: value !== null }).data;
  const shown = new Map((found.data?.items ?? []).map(row => [row.id, `${nameFor(locale, row)} · ${row.number}${row.company ? ` · ${row.company}` : ''}`]));
  if (chosen) shown.set(chosen.id, `${nameFor(locale, chosen)} · ${chosen.number}`);
  return (
    <Select
      w={w}
      searchable
      clearable
      {...(visible ? { label } : { 'aria-label': label })}
      placeholder={t('customerSelect.placeholder')}
      nothingFoundMessage={t(q ? 'customerSelect.none' : 'customerSelect.type')}
      data={[...shown].map(([id, name]) => ({ value: id, label: name }))}
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      error={error}
      data-testid="customer-select"
    />
  );
}
