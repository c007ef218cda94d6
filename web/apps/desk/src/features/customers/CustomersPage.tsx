import { customersListCustomers, keys, useMay, usePages, type CustomerRow } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, DataTable, Empty, furigana, nameFor, PageHead, PhoneOrText, Pill, TierPill, useTierName, useVocabulary, type Column } from '@madoguchi/ui';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload, IconFileImport, IconPlus, IconSearch, IconUserSearch } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import styles from './Customers.module.css';
import { NewCustomerDrawer } from './profile/NewCustomerDrawer';

export function CustomersPage() {
  const { t } = useTranslation('customers');
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 150);
  const [tier, setTier] = useState<string | null>(null);
  const pages = usePages([...keys.customers, 'list', { q, tier }], (after, signal) => customersListCustomers({ query: { q, tier, after, limit: 50 }, signal }));
  const open = (row: CustomerRow) => void navigate({ to: '/customers/$customer', params: { customer: row.id } });
  return (
    <main className={styles.list}>
      <PageHead title={t('title')}>
        <Actions />
      </PageHead>
      <div className={styles.filters}>
        <TextInput w={420} leftSection={<IconSearch size={16} />} placeholder={t('search')} aria-label={t('search')} value={typed} onChange={event => { setTyped(event.currentTarget.value); }} data-testid="customers-filter" />
        {!q && <Tiers chosen={tier} onChoose={setTier} />}
      </div>
      <Card flush className={styles.table}>
        <DataTable
          label={t('title')}
          columns={useColumns()}
          pages={pages}
          rowKey={row => row.id}
          onOpen={open}
          rowTestId="customer-row"
          empty={<Empty icon={<IconUserSearch size={32} stroke={1.5} />}>{q ? t('none', { query: q }) : t('empty')}</Empty>}
        />
      </Card>
    </main>
  );
}

function Tiers({ chosen, onChoose }: { chosen: string | null; onChoose: (tier: string | null) => void }) {
  const { t } = useTranslation('customers');
  const tiers = useVocabulary()?.tiers ?? [];
  const nameOf = useTierName();
  return (
    <Chips label={t('tier')}>
      <Chip on={chosen === null} onPick={() => { onChoose(null); }}>
        {t('all')}
      </Chip>
      {tiers.map(({ code }) => (
        <Chip key={code} on={chosen === code} onPick={() => { onChoose(code); }}>
          {nameOf(code)}
        </Chip>
      ))}
    </Chips>
  );
}

function Actions() {
  const { t } = useTranslation('customers');
  const [adding, setAdding] = useState(false);
  const [mayExport, mayImport, mayWrite] = [useMay('customers.unmasked'), useMay('customers.import'), useMay('customers.write')];
  return (
    <>
      {mayExport && (
        <Button variant="default" component="a" href="/api/v1/customers/export" leftSection={<IconDownload size={16} />}>
          {t('export')}
        </Button>
      )}
      {mayImport && (
        <Button variant="default" component={Link} to="/customers/imports" leftSection={<IconFileImport size={16} />} data-testid="customers-import">
          {t('import')}
        </Button>
      )}
      {mayWrite && (
        <Button leftSection={<IconPlus size={16} />} onClick={() => { setAdding(true); }} data-testid="customer-add">
          {t('add')}
        </Button>
      )}
      {adding && <NewCustomerDrawer onClose={() => { setAdding(false); }} />}
    </>
  );
}

function useColumns(): Column<CustomerRow>[] {
  const { t } = useTranslation('customers');
  const locale = useLocale();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('name'),
        cell: row => (
          <Link to="/customers/$customer" params={{ customer: row.id }} className="b5">
            {nameFor(locale, row)}
          </Link>
        ),
      },
      { key: 'kana', title: t('kana'), cell: row => <span className="ink3">{furigana(row.kana)}</span> },
      { key: 'number', title: t('number'), cell: row => <span className="tn ink2">{row.number}</span> },
      { key: 'company', title: t('company'), cell: row => row.company },
      { key: 'contact', title: t('contact'), cell: row => <span className="tn nowrap"><PhoneOrText text={row.contact ?? ''} customer={row.id} testId="customers-dial" /></span> },
      { key: 'tier', title: t('tier'), cell: row => <TierPill tier={row.tier} tone="line" /> },
      { key: 'flag', title: t('flag'), cell: row => row.notes_flag && <Pill tone="warn" square>{t(`ui:flag.${row.notes_flag}`, row.notes_flag)}</Pill> },
    ],
    [t, locale],
  );
}
