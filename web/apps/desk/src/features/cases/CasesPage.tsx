import { casesListCases, keys, useMay, usePages, useSession, type CaseRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, CaseStatus, Chip, Chips, DataTable, Due, Empty, PageHead, PageLink, PersonSelect, Priority, SearchInput, Stamp, type Column } from '@madoguchi/ui';
import { Button, Select } from '@mantine/core';
import { IconFolderOpen, IconPlus, IconX } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import styles from './Cases.module.css';
import { DUES, dueBefore, PRIORITIES, SORTS, STATUSES, type CaseSearch } from './search';

export function CasesPage() {
  const { t } = useTranslation('cases');
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/cases' });
  const set = (change: Partial<CaseSearch>) => void navigate({ to: '/cases', search: now => ({ ...now, ...change }), replace: true });
  const mayWrite = useMay('cases.write');
  const pages = useCases(search);
  return (
    <main className={styles.list}>
      <PageHead title={t('title')}>
        {mayWrite && (
          <Button leftSection={<IconPlus size={16} />} renderRoot={props => <Link to="/cases/new" {...props} />} data-testid="case-add">
            {t('add')}
          </Button>
        )}
      </PageHead>
      <Filters search={search} onChange={set} />
      <Card flush className={styles.table}>
        <DataTable
          label={t('title')}
          columns={useColumns()}
          pages={pages}
          rowKey={row => row.id}
          onOpen={row => void navigate({ to: '/cases/$case', params: { case: row.id } })}
          rowTestId="case-row"
          empty={<Empty icon={<IconFolderOpen size={32} stroke={1.5} />}>{t(Object.keys(search).length > 0 ? 'none' : 'empty')}</Empty>}
        />
      </Card>
    </main>
  );
}

function useCases(search: CaseSearch) {
  const me = useSession().user.id;
  const { q, status, priority, assignee, due, sort = 'urgency', customer } = search;
  return usePages([...keys.cases, 'list', search], (after, signal) =>
    casesListCases({
      query: {
        q, priority, customer, sort, after,
        open_only: status === undefined,
        status: status === 'any' ? null : status,
        assignee: assignee === 'me' ? me : assignee === 'nobody' ? null : assignee,
        unassigned: assignee === 'nobody',
        due_before: dueBefore(due),
        limit: 50,
      },
      signal,
    }),
  );
}

function Filters({ search, onChange }: { search: CaseSearch; onChange: (change: Partial<CaseSearch>) => void }) {
  const { t } = useTranslation('cases');
  const person = search.assignee === 'me' || search.assignee === 'nobody' ? null : (search.assignee ?? null);
  return (
    <div className={styles.filters}>
      <SearchInput label={t('search')} value={search.q ?? ''} onSearch={q => { onChange({ q: q || undefined }); }} w={220} testId="cases-filter" />
      <Chips label={t('assignee')}>
        <Chip on={!search.assignee} onPick={() => { onChange({ assignee: undefined }); }}>{t('everybody')}</Chip>
        <Chip on={search.assignee === 'me'} onPick={() => { onChange({ assignee: 'me' }); }} testId="cases-mine">{t('mine')}</Chip>
        <Chip on={search.assignee === 'nobody'} onPick={() => { onChange({ assignee: 'nobody' }); }}>{t('nobody')}</Chip>
      </Chips>
      <PersonSelect w={150} aria-label={t('assignee')} placeholder={t('person')} value={person} onChange={id => { onChange({ assignee: id ?? undefined }); }} />
      <Select w={130} clearable aria-label={t('status')} placeholder={t('openOnes')} data={[...STATUSES.map(value => ({ value: value as string, label: t(`ui:caseStatus.${value}`) })), { value: 'any', label: t('anyStatus') }]} value={search.status ?? null} onChange={value => { onChange({ status: (value ?? undefined) as CaseSearch['status'] }); }} data-testid="cases-status" />
      <Select w={110} clearable aria-label={t('priority')} placeholder={t('priority')} data={PRIORITIES.map(value => ({ value, label: t(`ui:priority.${value}`) }))} value={search.priority ?? null} onChange={value => { onChange({ priority: value ?? undefined }); }} />
      <Select w={120} clearable aria-label={t('due')} placeholder={t('due')} data={DUES.map(value => ({ value, label: t(`dueIs.${value}`) }))} value={search.due ?? null} onChange={value => { onChange({ due: value ?? undefined }); }} />
      <Select w={120} allowDeselect={false} aria-label={t('sort')} data={SORTS.map(value => ({ value, label: t(`sortBy.${value}`) }))} value={search.sort ?? 'urgency'} onChange={value => { onChange({ sort: value ?? undefined }); }} />
      {search.customer && (
        <Chip on onPick={() => { onChange({ customer: undefined }); }} label={t('everyCustomer')}>
          {t('oneCustomer')} <IconX size={12} aria-hidden />
        </Chip>
      )}
    </div>
  );
}

function useColumns(): Column<CaseRow>[] {
  const { t } = useTranslation('cases');
  return useMemo(
    () => [
      { key: 'number', title: t('number'), width: 110, cell: row => <span className="tn ink2 nowrap">{row.number}</span> },
      { key: 'title', title: t('subject'), cell: row => <PageLink to={`/cases/${row.id}`} className="b5">{row.title}</PageLink> },
      { key: 'customer', title: t('customer'), cell: row => row.customer_id && <PageLink to={`/customers/${row.customer_id}`}>{row.customer_name}</PageLink> },
      { key: 'status', title: t('status'), cell: row => <CaseStatus status={row.status} /> },
      { key: 'priority', title: t('priority'), cell: row => <Priority priority={row.priority} /> },
      { key: 'assignee', title: t('assignee'), cell: row => row.assignee_name ?? <span className="ink3">{t('nobody')}</span> },
      { key: 'due', title: t('due'), numeric: true, cell: row => row.due && <Due at={row.due} open={row.resolved === null} bare /> },
      { key: 'changed', title: t('changed'), numeric: true, cell: row => <span className="ink3"><Stamp at={row.changed} /></span> },
    ],
    [t],
  );
}
