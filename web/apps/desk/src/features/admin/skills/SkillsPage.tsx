import { keys, routingListPeople, routingListSkills, useList, type Skill } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, type Column } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconPlus, IconTool } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { ActivePill } from '../ActivePill';
import styles from '../Admin.module.css';
import { AdminPage, RowName } from '../parts';
import { SkillDrawer } from './SkillDrawer';

/** What one can be good at, and how many of us are. */
export function SkillsPage() {
  const { t } = useTranslation('admin');
  const [opened, setOpened] = useState<Skill | 'new'>();
  const skills = useList(keys.skills, signal => routingListSkills({ signal }));
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => { setOpened('new'); }} data-testid="skill-add">
      {t('skills.add')}
    </Button>
  );
  return (
    <AdminPage title={t('nav.skills')} lead={t('skills.lead')} actions={add}>
      <Card flush className={styles.table}>
        <DataTable label={t('nav.skills')} columns={useColumns(setOpened)} pages={skills} rowKey={row => row.code} onOpen={setOpened} rowTestId="skill-row" empty={<Empty icon={<IconTool size={32} stroke={1.5} />}>{t('skills.empty')}</Empty>} />
      </Card>
      {opened && <SkillDrawer key={opened === 'new' ? 'new' : opened.code} skill={opened === 'new' ? undefined : opened} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}

function useColumns(open: (skill: Skill) => void): Column<Skill>[] {
  const { t } = useTranslation('admin');
  const people = useList(keys.abilities, signal => routingListPeople({ signal })).rows;
  return useMemo(() => {
    const able = (code: string) => people.filter(person => code in (person.profile.skills ?? {})).length;
    return [
      { key: 'name_ja', title: t('nameJa'), cell: row => <RowName onOpen={() => { open(row); }}>{row.name_ja}</RowName> },
      { key: 'name_en', title: t('nameEn'), cell: row => row.name_en },
      { key: 'code', title: t('code'), cell: row => <code>{row.code}</code> },
      { key: 'people', title: t('skills.people'), numeric: true, cell: row => <span className={able(row.code) === 0 ? 'warn b5' : undefined}>{t('queues.memberCount', { count: able(row.code) })}</span> },
      { key: 'active', title: t('state'), cell: row => <ActivePill active={row.active ?? true} /> },
    ];
  }, [t, people, open]);
}
