import { accessListUsers, keys, usePages, type User } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, DataTable, Empty, Pill, Stamp, type Column } from '@madoguchi/ui';
import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import styles from '../Admin.module.css';
import { AdminPage, RowName } from '../parts';
import { InviteDrawer } from './InviteDrawer';
import { UserDrawer } from './UserDrawer';
import { ROLES } from './UserFields';

const STATES = ['active', 'invited', 'deactivated'] as const;
const tone = { active: 'ok', invited: 'warn', deactivated: 'plain' } as const;

export function UsersPage() {
  const { t } = useTranslation('admin');
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 150);
  const [state, setState] = useState<User['state'] | null>(null);
  const [role, setRole] = useState<User['roles'][number] | null>(null);
  const [inviting, setInviting] = useState(false);
  const [opened, setOpened] = useState<User>();
  const pages = usePages([...keys.users, 'list', { q, state, role }], (after, signal) => accessListUsers({ query: { q, user_state: state, role, after, limit: 50 }, signal }));
  const columns = useColumns(setOpened);
  const invite = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => { setInviting(true); }} data-testid="user-invite">
      {t('users.invite')}
    </Button>
  );
  return (
    <AdminPage title={t('nav.users')} lead={t('users.lead')} actions={invite}>
      <div className={styles.filters}>
        <TextInput w={280} leftSection={<IconSearch size={16} />} placeholder={t('users.search')} aria-label={t('users.search')} value={typed} onChange={event => { setTyped(event.currentTarget.value); }} />
        <Select w={180} clearable placeholder={t('users.anyRole')} aria-label={t('users.role')} data={ROLES.map(value => ({ value, label: t(`role.${value}`) }))} value={role} onChange={setRole} />
        <Chips label={t('users.state')}>
          <Chip on={state === null} onPick={() => { setState(null); }}>{t('all')}</Chip>
          {STATES.map(each => (
            <Chip key={each} on={state === each} onPick={() => { setState(each); }}>{t(`users.is.${each}`)}</Chip>
          ))}
        </Chips>
      </div>
      <Card flush className={styles.table}>
        <DataTable
          label={t('nav.users')}
          columns={columns}
          pages={pages}
          rowKey={row => row.id}
          onOpen={setOpened}
          rowTestId="user-row"
          empty={<Empty icon={<IconUserPlus size={32} stroke={1.5} />}>{t(q || state || role ? 'nothingFits' : 'users.empty')}</Empty>}
        />
      </Card>
      {inviting && <InviteDrawer onClose={() => { setInviting(false); }} />}
      {opened && <UserDrawer key={opened.id} user={opened} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}

function useColumns(open: (user: User) => void): Column<User>[] {
  const { t } = useTranslation('admin');
  return useMemo(
    () => [
      { key: 'name', title: t('users.name'), cell: row => <RowName onOpen={() => { open(row); }}>{row.name}</RowName> },
      { key: 'kana', title: t('users.kana'), cell: row => <span className="ink3">{row.kana}</span> },
      { key: 'email', title: t('users.email'), cell: row => row.email },
      { key: 'roles', title: t('users.role'), cell: row => row.roles.map(role => t(`role.${role}`)).join(t('and')) },
      { key: 'state', title: t('users.state'), cell: row => <Pill square tone={tone[row.state]}>{t(`users.is.${row.state}`)}</Pill> },
      { key: 'seen', title: t('users.lastSignIn'), numeric: true, cell: row => (row.last_sign_in ? <Stamp at={row.last_sign_in} /> : <span className="ink3">{t('users.never')}</span>) },
    ],
    [t, open],
  );
}
