import { keys, routingListPeople, routingListQueues, useList, type Queue } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, type Column } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { ActivePill } from '../ActivePill';
import styles from '../Admin.module.css';
import { AdminPage, RowName } from '../parts';
import { useSkills } from '../skills/useSkills';
import { useLineNames } from '../useLineNames';
import { QueueDrawer } from './QueueDrawer';

/** The queues and who serves them. */
export function QueuesPage() {
  const { t } = useTranslation('admin');
  const [opened, setOpened] = useState<Queue | 'new'>();
  const queues = useList([...keys.queues, 'all'], signal => routingListQueues({ signal }));
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => { setOpened('new'); }} data-testid="queue-add">
      {t('queues.add')}
    </Button>
  );
  return (
    <AdminPage title={t('nav.queues')} lead={t('queues.lead')} actions={add}>
      <Card flush className={styles.table}>
        <DataTable label={t('nav.queues')} columns={useColumns(setOpened)} pages={queues} rowKey={row => row.id} onOpen={setOpened} rowTestId="queue-row" empty={<Empty icon={<IconUsersGroup size={32} stroke={1.5} />}>{t('queues.empty')}</Empty>} />
      </Card>
      {opened && <QueueDrawer key={opened === 'new' ? 'new' : opened.id} queue={opened === 'new' ? undefined : opened} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}

function useColumns(open: (queue: Queue) => void): Column<Queue>[] {
  const { t } = useTranslation('admin');
  const { lineName } = useLineNames();
  const { skillName } = useSkills();
  const people = useList(keys.abilities, signal => routingListPeople({ signal })).rows;
  return useMemo(() => {
    const seconds = (value: number | null | undefined, otherwise: string) => (value === null || value === undefined ? <span className="ink3">{t(otherwise)}</span> : t('seconds', { count: value }));
    return [
      { key: 'name_ja', title: t('nameJa'), cell: row => <RowName onOpen={() => { open(row); }}>{row.name_ja}</RowName> },
      { key: 'name_en', title: t('nameEn'), cell: row => row.name_en },
      { key: 'code', title: t('code'), cell: row => <code>{row.code}</code> },
      { key: 'line', title: t('nav.lines'), cell: row => lineName(row.line_of_business) },
      { key: 'members', title: t('queues.members'), numeric: true, cell: row => <MemberCount count={people.filter(person => person.queues.includes(row.id)).length} /> },
      { key: 'required', title: t('queues.required'), cell: row => Object.entries(row.required ?? {}).map(([code, level]) => t('queues.atLeast', { skill: skillName(code), level })).join(t('and')) || <span className="ink3">{t('abilities.none')}</span> },
      { key: 'offer', title: t('queues.offer'), numeric: true, cell: row => seconds(row.offer_seconds, 'asSet') },
      { key: 'wait', title: t('queues.maxWait'), numeric: true, cell: row => seconds(row.max_wait_seconds, 'queues.noLimit') },
      { key: 'active', title: t('state'), cell: row => <ActivePill active={row.active ?? true} /> },
    ];
  }, [t, lineName, skillName, people, open]);
}

function MemberCount({ count }: { count: number }) {
  const { t } = useTranslation('admin');
  return <span className={count === 0 ? 'warn b5' : undefined}>{t('queues.memberCount', { count })}</span>;
}
