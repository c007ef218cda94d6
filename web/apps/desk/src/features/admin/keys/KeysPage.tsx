import { accessListKeys, accessRevokeKey, keys, useList, type ApiKey } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, ConfirmButton, DataTable, Empty, Pill, ProblemAlert, Stamp, type Column } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import styles from '../Admin.module.css';
import { AdminPage } from '../parts';
import { KeyDrawer } from './KeyDrawer';

const standing = (key: ApiKey) => (key.revoked ? 'revoked' : key.expires && Date.parse(key.expires) < Date.now() ? 'expired' : 'valid');
const tone = { valid: 'ok', expired: 'warn', revoked: 'plain' } as const;

export function KeysPage() {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const [making, setMaking] = useState(false);
  const list = useList(keys.apiKeys, signal => accessListKeys({ signal }));
  const revoke = useMutation({ mutationFn: (id: string) => accessRevokeKey({ path: { key_id: id } }), onSuccess: () => cache.invalidateQueries({ queryKey: keys.apiKeys }) });
  const columns = useColumns(id => { revoke.mutate(id); });
  const make = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => { setMaking(true); }} data-testid="key-make">
      {t('keys.make')}
    </Button>
  );
  return (
    <AdminPage title={t('nav.keys')} lead={t('keys.lead')} actions={make}>
      <ProblemAlert error={revoke.error} />
      <Card flush className={styles.table}>
        <DataTable label={t('nav.keys')} columns={columns} pages={list} rowKey={row => row.id} rowTestId="key-row" empty={<Empty icon={<IconKey size={32} stroke={1.5} />}>{t('keys.empty')}</Empty>} />
      </Card>
      {making && <KeyDrawer onClose={() => { setMaking(false); }} />}
    </AdminPage>
  );
}

function useColumns(revoke: (id: string) => void): Column<ApiKey>[] {
  const { t } = useTranslation('admin');
  return useMemo(
    () => [
      { key: 'name', title: t('keys.name'), cell: row => <span className="b5">{row.name}</span> },
      { key: 'shown', title: t('keys.begins'), cell: row => <code>{row.shown}…</code> },
      { key: 'scopes', title: t('keys.scopes'), cell: row => <span title={row.scopes.map(scope => t(`permission.${scope.replace('.', '_')}`)).join(t('and'))}>{t('keys.scopeCount', { count: row.scopes.length })}</span> },
      { key: 'state', title: t('state'), cell: row => <Pill square tone={tone[standing(row)]}>{t(`keys.is.${standing(row)}`)}</Pill> },
      { key: 'used', title: t('keys.used'), numeric: true, cell: row => (row.used ? <Stamp at={row.used} /> : <span className="ink3">{t('keys.unused')}</span>) },
      { key: 'created', title: t('keys.created'), numeric: true, cell: row => <Stamp at={row.created} /> },
      {
        key: 'revoke',
        title: <span className="visually-hidden">{t('keys.revoke')}</span>,
        numeric: true,
        cell: row =>
          standing(row) === 'valid' && (
            <ConfirmButton variant="subtle" color="akane" question={t('keys.revokeQuestion', { name: row.name })} confirm={t('keys.revoke')} onConfirm={() => { revoke(row.id); }}>
              {t('keys.revoke')}
            </ConfirmButton>
          ),
      },
    ],
    [t, revoke],
  );
}
