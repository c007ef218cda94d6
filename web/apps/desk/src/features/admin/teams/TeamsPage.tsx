import { accessListTeams, keys, useList, type Team } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, usePersonName, type Column } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { ActivePill } from '../ActivePill';
import styles from '../Admin.module.css';
import { AdminPage, RowName } from '../parts';
import { TeamDrawer } from './TeamDrawer';

/** Who works together, and who watches over them. */
export function TeamsPage() {
  const { t } = useTranslation('admin');
  const [opened, setOpened] = useState<Team | 'new'>();
  const teams = useList(keys.teams, signal => accessListTeams({ signal }));
  const nameOf = usePersonName();
  const columns = useMemo<Column<Team>[]>(
    () => [
      { key: 'name_ja', title: t('nameJa'), cell: row => <RowName onOpen={() => { setOpened(row); }}>{row.name_ja}</RowName> },
      { key: 'name_en', title: t('nameEn'), cell: row => row.name_en },
      { key: 'code', title: t('code'), cell: row => <code>{row.code}</code> },
      { key: 'leaders', title: t('teams.leaders'), cell: row => (row.leaders ?? []).map(nameOf).filter(Boolean).join(', ') || <span className="ink3">–</span> },
      { key: 'active', title: t('state'), cell: row => <ActivePill active={row.active} /> },
    ],
    [t, nameOf],
  );
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => { setOpened('new'); }} data-testid="team-add">
      {t('teams.add')}
    </Button>
  );
  return (
    <AdminPage title={t('nav.teams')} lead={t('teams.lead')} actions={add}>
      <Card flush className={styles.table}>
        <DataTable label={t('nav.teams')} columns={columns} pages={teams} rowKey={row => row.id} onOpen={setOpened} rowTestId="team-row" empty={<Empty icon={<IconUsersGroup size={32} stroke={1.5} />}>{t('teams.empty')}</Empty>} />
      </Card>
      {opened && <TeamDrawer key={opened === 'new' ? 'new' : opened.id} team={opened === 'new' ? undefined : opened} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}
