import { casesChangeTask, ifMatch, keys, useMay, useSession, type TaskChange, type TaskRow, workspaceCallForTask } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { usePhone } from '@madoguchi/phone';
import { Due, PageLink, Phone, Stamp, useFailureNotice, type Column } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconCheck, IconHandGrab, IconListCheck, IconPhone, IconPhoneCall, IconPhoneX, IconRecordMail, IconRotate2, IconStairsUp, type Icon } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import styles from './Tasks.module.css';

const icons: Record<TaskRow['kind'], Icon> = { callback: IconPhoneCall, missed_call: IconPhoneX, voicemail: IconRecordMail, second_line: IconStairsUp, follow_up: IconRotate2, todo: IconListCheck };

export function useColumns(open: (task: TaskRow) => void): Column<TaskRow>[] {
  const { t } = useTranslation('tasks');
  return useMemo(
    () => [
      { key: 'due', title: t('due'), width: 150, cell: row => (row.state === 'open' ? row.due ? <Due at={row.due} bare /> : <span className="ink3">{t('noDue')}</span> : row.ended && <Stamp at={row.ended} />) },
      { key: 'what', title: t('what'), cell: row => <What task={row} onOpen={() => { open(row); }} /> },
      { key: 'customer', title: t('customer'), cell: row => (row.customer_id ? <PageLink to={`/customers/${row.customer_id}`}>{row.customer_name}</PageLink> : <span className="ink3">{t('unknown')}</span>) },
      { key: 'number', title: t('number'), cell: row => <Number task={row} /> },
      { key: 'case', title: t('case'), cell: row => row.case_id && <PageLink to={`/cases/${row.case_id}`}>{t('toCase')}</PageLink> },
      { key: 'owner', title: t('owner'), cell: row => row.owner_name ?? <span className="ink3">{t('nobody')}</span> },
      { key: 'act', title: <span className="visually-hidden">{t('actions')}</span>, numeric: true, cell: row => <Actions task={row} /> },
    ],
    [t, open],
  );
}

/** The number to call; one press calls it, and the attempt is booked whatever comes of it. */
function Number({ task }: { task: TaskRow }) {
  const { t } = useTranslation('tasks');
  const may = useMay('calls.dial');
  const cache = useQueryClient();
  const tell = useFailureNotice();
  const { phone } = usePhone();
  const call = useMutation({
    mutationFn: () => workspaceCallForTask({ path: { task: task.id } }),
    onSuccess: ({ interaction }) => {
      phone?.expect(interaction);
      return cache.invalidateQueries({ queryKey: keys.desk });
    },
    onError: tell,
  });
  const number = task.address_kind === 'phone' && task.address_value !== '' && <Phone number={task.address_value} plain />;
  if (!may || task.state !== 'open' || !TO_CALL.has(task.kind) || (!number && !task.customer_id)) return number || null;
  return (
    <span className="row">
      {number}
      <Button variant="default" leftSection={<IconPhone size={16} />} loading={call.isPending} onClick={() => { call.mutate(); }} data-testid="task-dial">
        {t('call')}
      </Button>
    </span>
  );
}

const TO_CALL = new Set<TaskRow['kind']>(['callback', 'missed_call', 'voicemail']);

/** What came of our last call, and the message that was left. */
function Tried({ task }: { task: TaskRow }) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  return (
    <>
      {task.tried && task.tried_outcome && <span className="meta ink3" data-testid="task-tried">{t('triedAt', { count: task.tries, outcome: t(`tried.${task.tried_outcome}`), when: format.stamp(task.tried) })}</span>}
      {task.kind === 'voicemail' && task.interaction_id && <PageLink to={`/history/${task.interaction_id}`}>{t('listen')}</PageLink>}
    </>
  );
}

/** How the message begins that was left, or that nobody has written it down yet. */
export function MessageSaid({ task }: { task: TaskRow }) {
  const { t } = useTranslation('ui');
  if (task.said === null) return null;
  return (
    <span className={task.said ? styles.words : 'meta ink3'} data-testid="task-said">
      {task.said ? t('quoted', { text: task.said }) : t('notWritten')}
    </span>
  );
}

function What({ task, onOpen }: { task: TaskRow; onOpen: () => void }) {
  const { t } = useTranslation('tasks');
  const Icon = icons[task.kind];
  return (
    <button type="button" className={styles.what} onClick={onOpen}>
      <Icon size={18} stroke={1.6} className="ink3" aria-hidden />
      <span>
        <span className="b5">{t(`ui:taskKind.${task.kind}`)}</span>
        {task.attempts > 1 && <span className="meta ink3"> {t('attempts', { count: task.attempts })}</span>}
        {task.text && <span className={styles.words}>{task.text}</span>}
        <MessageSaid task={task} />
        <Tried task={task} />
      </span>
    </button>
  );
}

function Actions({ task }: { task: TaskRow }) {
  const { t } = useTranslation('tasks');
  const cache = useQueryClient();
  const may = useMay('cases.write');
  const me = useSession().user.id;
  const tell = useFailureNotice();
  const change = useMutation({
    mutationFn: (body: TaskChange) => casesChangeTask({ path: { task: task.id }, body, headers: ifMatch(task.version) }),
    onError: tell,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.tasks }),
  });
  if (!may) return null;
  return (
    <span className={styles.actions}>
      {task.state === 'open' && task.owner_id !== me && (
        <Button variant="subtle" leftSection={<IconHandGrab size={16} />} disabled={change.isPending} onClick={() => { change.mutate({ owner_id: me }); }} data-testid="task-take">
          {t('take')}
        </Button>
      )}
      {task.state === 'open' ? (
        <Button variant="default" leftSection={<IconCheck size={16} />} loading={change.isPending} onClick={() => { change.mutate({ state: 'done' }); }} data-testid="task-done">
          {t('done')}
        </Button>
      ) : (
        <Button variant="subtle" loading={change.isPending} onClick={() => { change.mutate({ state: 'open' }); }}>
          {t('reopen')}
        </Button>
      )}
    </span>
  );
}
