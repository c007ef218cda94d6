import { casesChangeTask, customersShowCustomer, ifMatch, keys, useMay, useSession, type TaskChange, type TaskRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Due, PageLink, Phone, problemText, Stamp, useDial, type Column } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
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

/** The number that called in vain; for a callback to a customer we know, one press finds their number and dials it. */
function Number({ task }: { task: TaskRow }) {
  const { t } = useTranslation('tasks');
  const dial = useDial();
  const cache = useQueryClient();
  const customer = task.customer_id;
  if (task.address_kind === 'phone' && task.address_value !== '') return <Phone number={task.address_value} {...(customer && { customer })} testId="task-dial" />;
  if (!customer || !dial || task.state !== 'open' || (task.kind !== 'callback' && task.kind !== 'missed_call')) return null;
  const call = async () => {
    const card = await cache.fetchQuery({ queryKey: keys.customer(customer), queryFn: () => customersShowCustomer({ path: { customer_id: customer } }), staleTime: 60_000 });
    const phones = card.identities.filter(each => each.kind === 'phone' && !each.masked);
    const phone = phones.find(each => each.preferred) ?? phones[0];
    if (phone) dial(phone.value, customer);
    else notifications.show({ color: 'yamabuki', message: t('noPhone') });
  };
  return (
    <Button variant="default" leftSection={<IconPhone size={16} />} onClick={() => void call()} data-testid="task-dial">
      {t('call')}
    </Button>
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
      </span>
    </button>
  );
}

function Actions({ task }: { task: TaskRow }) {
  const { t } = useTranslation('tasks');
  const cache = useQueryClient();
  const may = useMay('cases.write');
  const me = useSession().user.id;
  const change = useMutation({
    mutationFn: (body: TaskChange) => casesChangeTask({ path: { task: task.id }, body, headers: ifMatch(task.version) }),
    onError: error => {
      const { title, detail } = problemText(error, key => t(`ui:${key}`));
      notifications.show({ color: 'akane', title, message: detail });
    },
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
