import { customersListCustomers, keys, useMay, useSession } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Avatar, furigana, Kbd, PersonName, TierPill, useShortcut } from '@madoguchi/ui';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOnCall } from '../../features/desk';
import { places } from './nav';
import styles from './Shell.module.css';

/** One box for people and places: kanji, kana, romaji, the last digits of a number, an order number. */
export function Search() {
  const { t } = useTranslation('app');
  const onCall = useOnCall();
  useShortcut({ keys: 'Mod+K', label: t('search.open'), group: t('keys.general') }, spotlight.open);
  return (
    <>
      <button type="button" className={styles.search} data-small={onCall || undefined} onClick={spotlight.open} data-testid="search-open">
        <IconSearch size={16} aria-hidden />
        <span className="grow clip">{onCall ? t('search.short') : t('search.long')}</span>
        <Kbd keys="Mod+K" />
      </button>
      <SearchBox />
    </>
  );
}

function SearchBox() {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed.trim(), 120);
  const mayRead = useMay('customers.read');
  const found = useQuery({
    queryKey: keys.customerSearch(query),
    queryFn: ({ signal }) => customersListCustomers({ query: { q: query, limit: 8 }, signal }),
    enabled: mayRead && query.length > 0,
    placeholderData: previous => previous,
  });
  const customers = query ? (found.data?.items ?? []) : [];
  const held = useSession().permissions;
  const pages = places.filter(place => place.needs.some(need => held.includes(need)) && (!typed || t(`nav.${place.name}`).toLowerCase().includes(typed.toLowerCase())));
  return (
    <Spotlight.Root query={typed} onQueryChange={setTyped} shortcut={null} overlayProps={{ blur: 0 }} scrollable maxHeight={420}>
      <Spotlight.Search placeholder={t('search.long')} aria-label={t('search.long')} leftSection={<IconSearch size={18} />} data-testid="customer-search" />
      <Spotlight.ActionsList>
        {customers.length > 0 && (
          <Spotlight.ActionsGroup label={t('search.customers')}>
            {customers.map(customer => (
              <Spotlight.Action key={customer.id} onClick={() => void navigate({ to: '/customers/$customer', params: { customer: customer.id } })} data-testid="customer-search-result">
                <span className={styles.result}>
                  <Avatar name={customer.name} romaji={customer.romaji} />
                  <span className="grow">
                    <PersonName {...customer} />
                    <span className="meta ink3"> {[furigana(customer.kana), customer.company, customer.contact].filter(Boolean).join(' · ')}</span>
                  </span>
                  <TierPill tier={customer.tier} tone="line" />
                </span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {pages.length > 0 && (
          <Spotlight.ActionsGroup label={t('search.places')}>
            {pages.map(place => (
              <Spotlight.Action key={place.to} label={t(`nav.${place.name}`)} leftSection={<place.icon size={18} stroke={1.6} />} onClick={() => void navigate({ to: place.to })} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {customers.length + pages.length === 0 && <Spotlight.Empty>{found.isFetching ? t('search.searching') : t('search.none', { query: typed })}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
