import { customersListCustomers, keys, workspaceChooseCustomer, useMay, type CustomerBrief, type Id, type ScreenPop } from '@madoguchi/api';
import { nationalPhone, useTranslation } from '@madoguchi/i18n';
import { Avatar, Card, ContactNumber, Empty, furigana, isWhole, Kbd, PersonName, ProblemAlert, TierPill, useShortcut } from '@madoguchi/ui';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconUserPlus, IconUserQuestion } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Crm } from '../customer/Crm';
import styles from '../customer/Customer.module.css';
import { NewCustomer } from './NewCustomer';

/** Nobody is recognised yet: choose among several, search with the number filled in, or create in one key. */
export function Whereabouts({ pop }: { pop: ScreenPop }) {
  const { t } = useTranslation('desk');
  const choose = useChoose(pop.interaction.id);
  return (
    <div className={styles.whereabouts}>
      {pop.candidates.length > 0 && (
        <Card title={t('who.several', { count: pop.candidates.length })}>
          <div className="col">
            <p className="meta ink3">{t('who.severalHelp')}</p>
            <Choices customers={pop.candidates} onChoose={id => { choose.mutate(id); }} />
          </div>
        </Card>
      )}
      <Crm interaction={pop.interaction.id} framed />
      <ProblemAlert error={choose.error} />
      <SearchOrCreate pop={pop} onChoose={id => { choose.mutate(id); }} />
    </div>
  );
}

/** Say who it is, or null to take a wrong choice back. Kept for this number. */
export function useChoose(interaction: Id) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (customer: Id | null) => workspaceChooseCustomer({ path: { interaction }, body: { customer } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.desk }),
  });
}

function SearchOrCreate({ pop, onChoose }: { pop: ScreenPop; onChoose: (id: Id) => void }) {
  const { t } = useTranslation('desk');
  const number = pop.caller.address;
  const several = pop.candidates.length > 0;
  const [typed, setTyped] = useState(number && isWhole(number) && !several ? nationalPhone(number) : '');
  const [query] = useDebouncedValue(typed.trim(), 150);
  const [creating, setCreating] = useState(false);
  const mayCreate = useMay('customers.write');
  const found = useQuery({
    queryKey: keys.customerSearch(query),
    queryFn: ({ signal }) => customersListCustomers({ query: { q: query, limit: 8 }, signal }),
    enabled: query.length > 0,
    placeholderData: previous => previous,
  });
  const rows = query ? (found.data?.items ?? []) : [];
  useShortcut({ keys: 'Alt+N', label: t('who.create'), group: t('keys.call') }, () => { setCreating(true); }, mayCreate && !creating);
  if (creating) return <NewCustomer pop={pop} onCancel={() => { setCreating(false); }} />;
  return (
    <Card title={several ? t('who.other') : pop.caller.withheld ? t(`caller.${pop.caller.withheld}`) : t('who.unknown')}>
      <div className="col">
        <p className="meta ink3">{t(several ? 'who.otherHelp' : pop.caller.withheld ? 'who.withheldHelp' : 'who.unknownHelp')}</p>
        {number && !isWhole(number) && <ContactNumber contact={pop.interaction.id} value={number} plain />}
        <TextInput aria-label={t('who.search')} placeholder={t('who.search')} leftSection={<IconSearch size={16} />} value={typed} onChange={event => { setTyped(event.currentTarget.value); }} data-testid="customer-search" />
        {rows.length > 0 ? <Choices customers={rows} onChoose={onChoose} /> : several && !query ? null : <Empty compact icon={<IconUserQuestion size={24} stroke={1.5} />}>{query ? t('who.none', { query }) : t('who.ask')}</Empty>}
        {mayCreate && (
          <Button variant="default" leftSection={<IconUserPlus size={16} />} rightSection={<Kbd keys="Alt+N" />} onClick={() => { setCreating(true); }} data-testid="customer-create">
            {t('who.create')}
          </Button>
        )}
      </div>
    </Card>
  );
}

function Choices({ customers, onChoose }: { customers: readonly CustomerBrief[]; onChoose: (id: Id) => void }) {
  return (
    <ul className={styles.candidates}>
      {customers.map(customer => (
        <li key={customer.id}>
          <button type="button" className={styles.candidate} onClick={() => { onChoose(customer.id); }} data-testid="customer-search-result">
            <Avatar name={customer.name} romaji={customer.romaji} />
            <span className="grow">
              <PersonName {...customer} />
              <span className="meta ink3"> {[furigana(customer.kana), customer.company, customer.number].filter(Boolean).join(' · ')}</span>
            </span>
            <TierPill tier={customer.tier} tone="line" />
          </button>
        </li>
      ))}
    </ul>
  );
}
