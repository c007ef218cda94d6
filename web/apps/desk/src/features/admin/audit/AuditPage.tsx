import { accessListAudit, keys, usePages, type AuditRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, type Column, DataTable, DayInput, Empty, Pill, Stamp } from '@madoguchi/ui';
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHistory, IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import styles from '../Admin.module.css';
import { AdminPage, RowName } from '../parts';
import { EntryDrawer } from './EntryDrawer';
import { Verify } from './Verify';
import { useActionWord, useKindWord } from './words';

const startOf = (day: string | null) => (day ? new Date(`${day}T00:00:00`).toISOString() : null);
const endOf = (day: string | null) => (day ? new Date(Date.parse(`${day}T00:00:00`) + 86_400_000).toISOString() : null);

interface Chosen {
  actor?: { id: string; name: string };
  kind?: string;
}

export function AuditPage() {
  const { t } = useTranslation('admin');
  const [since, setSince] = useState<string | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [action] = useDebouncedValue(typed.trim(), 300);
  const [chosen, setChosen] = useState<Chosen>({});
  const [opened, setOpened] = useState<AuditRow>();
  const kindWord = useKindWord();
  const query = { since: startOf(since), until: endOf(until), action: action || null, actor: chosen.actor?.id, kind: chosen.kind, limit: 50 };
  const rows = usePages([...keys.audit, query], (after, signal) => accessListAudit({ query: { ...query, after }, signal }));
  const columns = useColumns(setOpened, more => { setChosen(now => ({ ...now, ...more })); });
  return (
    <AdminPage title={t('nav.audit')} lead={t('audit.lead')} actions={<Verify />}>
      <div className={styles.filters} data-labelled>
        <DayInput w={150} clearable label={t('from')} value={since} onChange={setSince} clearButtonProps={{ 'aria-label': t('clear') }} />
        <DayInput w={150} clearable label={t('until')} value={until} onChange={setUntil} clearButtonProps={{ 'aria-label': t('clear') }} />
        <TextInput w={220} label={t('audit.action')} placeholder="customer.revealed" value={typed} onChange={event => { setTyped(event.currentTarget.value); }} />
        <Chips label={t('audit.chosen')}>
          {chosen.actor && (
            <Chip on onPick={() => { setChosen(now => ({ ...now, actor: undefined })); }} label={t('audit.remove', { filter: chosen.actor.name })}>
              {chosen.actor.name} <IconX size={12} aria-hidden />
            </Chip>
          )}
          {chosen.kind && (
            <Chip on onPick={() => { setChosen(now => ({ ...now, kind: undefined })); }} label={t('audit.remove', { filter: kindWord(chosen.kind) })}>
              {kindWord(chosen.kind)} <IconX size={12} aria-hidden />
            </Chip>
          )}
        </Chips>
      </div>
      <Card flush className={styles.table}>
        <DataTable label={t('nav.audit')} columns={columns} pages={rows} rowKey={row => row.id} onOpen={setOpened} rowTestId="audit-row" empty={<Empty icon={<IconHistory size={32} stroke={1.5} />}>{t('nothingFits')}</Empty>} />
      </Card>
      {opened && <EntryDrawer entry={opened} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}

function useColumns(open: (row: AuditRow) => void, choose: (more: Chosen) => void): Column<AuditRow>[] {
  const { t } = useTranslation('admin');
  const actionWord = useActionWord();
  const kindWord = useKindWord();
  return useMemo(
    () => [
      { key: 'at', title: t('audit.at'), width: 130, cell: row => <Stamp at={row.at} /> },
      {
        key: 'actor',
        title: t('audit.actor'),
        cell: row =>
          row.actor_id && row.actor_name ? <RowName onOpen={() => { choose({ actor: { id: row.actor_id!, name: row.actor_name! } }); }}>{row.actor_name}</RowName> : <span className="ink3">{t(`audit.by.${row.actor}`)}</span>,
      },
      { key: 'action', title: t('audit.action'), cell: row => <RowName onOpen={() => { open(row); }}>{actionWord(row.action)}</RowName> },
      { key: 'kind', title: t('audit.kind'), cell: row => <RowName onOpen={() => { choose({ kind: row.kind }); }}>{kindWord(row.kind)}</RowName> },
      { key: 'address', title: t('audit.address'), cell: row => <span className="tn ink3">{row.address}</span> },
      { key: 'sealed', title: t('audit.seal'), cell: row => <Pill square tone={row.sealed ? 'ok' : 'plain'}>{t(row.sealed ? 'audit.sealed' : 'audit.unsealed')}</Pill> },
    ],
    [t, open, choose, actionWord, kindWord],
  );
}
