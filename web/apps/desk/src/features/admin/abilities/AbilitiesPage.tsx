import { keys, routingListPeople, useList, type PersonRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Avatar, Card, DataTable, Empty, SearchInput, type Column } from '@madoguchi/ui';
import { Select } from '@mantine/core';
import { IconUserStar } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import styles from '../Admin.module.css';
import { AdminPage, RowName } from '../parts';
import { useQueueNames } from '../queues/useQueueNames';
import { LevelMeter } from '../skills/LevelMeter';
import { useSkills } from '../skills/useSkills';
import own from './Abilities.module.css';
import { PersonDrawer } from './PersonDrawer';
import { useLanguageName } from './languages';

/** Who can do what, how well, in which languages, and for which queues. */
export function AbilitiesPage() {
  const { t } = useTranslation('admin');
  const { choices } = useSkills();
  const [typed, setTyped] = useState('');
  const [skill, setSkill] = useState<string | null>(null);
  const [opened, setOpened] = useState<PersonRow>();
  const people = useList(keys.abilities, signal => routingListPeople({ signal }));
  const q = typed.trim().toLowerCase();
  const rows = people.rows
    .filter(row => row.name.toLowerCase().includes(q) && (skill === null || skill in (row.profile.skills ?? {})))
    .sort((one, other) => (skill === null ? 0 : (other.profile.skills?.[skill] ?? 0) - (one.profile.skills?.[skill] ?? 0)));
  return (
    <AdminPage title={t('nav.abilities')} lead={t('abilities.lead')}>
      <div className={styles.filters}>
        <SearchInput label={t('abilities.search')} value={typed} onSearch={setTyped} w={280} />
        <Select w={220} clearable placeholder={t('abilities.anySkill')} aria-label={t('nav.skills')} data={choices} value={skill} onChange={setSkill} />
      </div>
      <Card flush className={styles.table}>
        <DataTable label={t('nav.abilities')} columns={useColumns(setOpened)} pages={{ ...people, rows }} rowKey={row => row.user} onOpen={setOpened} rowTestId="person-row" empty={<Empty icon={<IconUserStar size={32} stroke={1.5} />}>{t(people.rows.length > 0 ? 'nothingFits' : 'abilities.empty')}</Empty>} />
      </Card>
      {opened && <PersonDrawer key={opened.user} person={opened} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}

function useColumns(open: (person: PersonRow) => void): Column<PersonRow>[] {
  const { t } = useTranslation('admin');
  const { skillName } = useSkills();
  const { queueName } = useQueueNames();
  const languageName = useLanguageName();
  return useMemo(() => {
    const none = <span className="ink3">{t('abilities.none')}</span>;
    const skills = (row: PersonRow) => Object.entries(row.profile.skills ?? {}).sort(([, one], [, other]) => other - one);
    return [
      { key: 'name', title: t('abilities.person'), cell: row => <RowName onOpen={() => { open(row); }}><span className="row"><Avatar name={row.name} />{row.name}</span></RowName> },
      {
        key: 'skills',
        title: t('nav.skills'),
        width: '36%',
        cell: row => (skills(row).length === 0 ? none : <span className={own.skills}>{skills(row).map(([code, level]) => <span key={code} className={own.skill}>{skillName(code)}<LevelMeter level={level} /></span>)}</span>),
      },
      { key: 'languages', title: t('abilities.languages'), cell: row => <span className={own.whole}>{(row.profile.languages ?? []).map(languageName).join(t('and'))}</span> },
      { key: 'queues', title: t('nav.queues'), cell: row => (row.queues.length === 0 ? none : row.queues.map(queueName).join(t('and'))) },
      { key: 'capacity', title: t('abilities.capacity'), cell: row => <span className={own.whole}>{t('abilities.atOnce', { calls: row.profile.capacity?.most?.['voice'] ?? 1, chats: row.profile.capacity?.most?.['chat'] ?? 1 })}</span> },
    ];
  }, [t, skillName, queueName, languageName, open]);
}
