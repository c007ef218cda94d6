import { customersListCustomers, customersShowCustomer, keys, type Id } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { nameFor } from '@madoguchi/ui';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

/** The contract holder (ご名義人), when it is not who called. */
export function ContractHolder({ id, value, onChange }: { id: string; value: Id | null; onChange: (customer: Id | null) => void }) {
  const { t } = useTranslation('desk');
  const locale = useLocale();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 150);
  const found = useQuery({ queryKey: keys.customerSearch(q), queryFn: ({ signal }) => customersListCustomers({ query: { q, limit: 8 }, signal }), enabled: q.length > 0 });
  const chosen = useQuery({ queryKey: keys.customer(value ?? ''), queryFn: ({ signal }) => customersShowCustomer({ path: { customer_id: value! }, signal }), enabled: value !== null });
  const offered = new Map([...(chosen.data ? [chosen.data] : []), ...(found.data?.items ?? [])].map(each => [each.id, each]));
  return (
    <Select
      id={id}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('wrap.clear') }}
      placeholder={t('who.search')}
      nothingFoundMessage={q ? t('who.none', { query: q }) : t('who.ask')}
      value={value}
      onChange={onChange}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      data={[...offered.values()].map(each => ({ value: each.id, label: `${nameFor(locale, each)} ${each.number}` }))}
      data-testid="wrapup-holder"
    />
  );
}
