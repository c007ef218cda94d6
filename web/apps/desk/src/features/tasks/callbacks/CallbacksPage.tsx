import { casesListTasks, keys, useMay, usePages, useSession, type TaskRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, DataTable, Empty, PageHead } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconPhoneCall, IconPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import styles from '../Tasks.module.css';
import { BookingDrawer } from './BookingDrawer';
import { useColumns } from './columns';
import { MoveDrawer } from './MoveDrawer';
import { promisedBefore, WHENS, WHOSE, type CallbackSearch } from './search';

/** Everybody who is to be called back: promised at a time, missed, left as word; whose it is, and how often it was tried. */
export function CallbacksPage() {
  const { t } = useTranslation('callbacks');
  const navigate = useNavigate();
  const search = useSearch({ from: '/signed-in/callbacks' });
  const set = (change: Partial<CallbackSearch>) => void navigate({ to: '/callbacks', search: now => ({ ...now, ...change }), replace: true });
  const mayWrite = useMay('cases.write');
  const team = useSession().user.team_id;
  const [moving, setMoving] = useState<TaskRow>();
  const whoses = WHOSE.filter(each => each !== 'team' || team);
  return (
    <main className={styles.list}>
      <PageHead title={t('title')}>
        {mayWrite && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => { set({ new: true }); }} data-testid="callback-add">
            {t('add')}
          </Button>
        )}
      </PageHead>
      <div className={styles.filters}>
        <Chips label={t('whose')}>
          {whoses.map(each => (
            <Chip key={each} on={(search.who ?? 'mine') === each} onPick={() => { set({ who: each === 'mine' ? undefined : each }); }} testId={`callbacks-${each}`}>
              {t(`whoseIs.${each}`)}
            </Chip>
          ))}
        </Chips>
        <Chips label={t('when')}>
          <Chip on={!search.till} onPick={() => { set({ till: undefined }); }}>{t('anyTime')}</Chip>
          {WHENS.map(each => (
            <Chip key={each} on={search.till === each} onPick={() => { set({ till: each }); }} testId={`callbacks-${each}`}>
              {t(`whenIs.${each}`)}
            </Chip>
          ))}
        </Chips>
      </div>
      <Card flush className={styles.table}>
        <DataTable
          label={t('title')}
          columns={useColumns(setMoving)}
          pages={useCallbacks(search)}
          rowKey={row => row.id}
          rowTestId="callback-row"
          roomy
          empty={<Empty icon={<IconPhoneCall size={32} stroke={1.5} />}>{t(Object.keys(search).length > 0 ? 'none' : 'empty')}</Empty>}
        />
      </Card>
      {search.new && <BookingDrawer customer={search.customer} onClose={() => { set({ new: undefined, customer: undefined }); }} />}
      {moving && <MoveDrawer key={moving.id} task={moving} onClose={() => { setMoving(undefined); }} />}
    </main>
  );
}

function useCallbacks({ who: asked = 'mine', till }: CallbackSearch) {
  const { id: me, team_id: team } = useSession().user;
  const who = asked === 'team' && !team ? 'mine' : asked;
  const query = {
    to_call: true,
    status: till === 'done' ? ('done' as const) : ('open' as const),
    owner: who === 'mine' ? me : null,
    team: who === 'team' ? team : null,
    unowned: who === 'anybody',
    sort: till === 'done' ? ('newest' as const) : ('due' as const),
    due_before: promisedBefore(till),
    limit: 50,
  };
  return usePages([...keys.tasks, 'callbacks', who, till], (after, signal) => casesListTasks({ query: { ...query, after }, signal }));
}
