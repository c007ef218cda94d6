import { keys, useMay, useSession, type Desk, type TaskRow } from '@madoguchi/api';
import { nationalPhone, useFormat, useTranslation } from '@madoguchi/i18n';
import { notifications } from '@mantine/notifications';
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { LIVE } from './live';

const CALLED = new Set(['callback', 'missed_call', 'voicemail']);

/** Calls to mind what is to be done soon: what is mine, and what my queues and my team have left to anybody. */
export function DueSoon() {
  const { t } = useTranslation('callbacks');
  const format = useFormat();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const me = useSession().user;
  const may = useMay('cases.read');
  const task = useQuery<TaskRow>({ queryKey: keys.dueSoon, queryFn: skipToken, gcTime: 0 }).data;
  useEffect(() => {
    if (!task || !may || !concerns(task, me.id, me.team_id, cache.getQueryData<Desk>(keys.desk))) return;
    const toCall = CALLED.has(task.kind);
    const whom = task.customer_name ?? (task.address_value ? nationalPhone(task.address_value) : '');
    const open = () => {
      notifications.hide(task.id);
      void (toCall ? navigate({ to: '/callbacks', search: task.owner_id === me.id ? {} : { who: 'anybody' } }) : navigate({ to: '/tasks', search: task.owner_id === me.id ? {} : { whose: 'anybody' } }));
    };
    notifications.show({
      id: task.id,
      color: 'yamabuki',
      title: t('soonTitle', { kind: t(`ui:taskKind.${task.kind}`), when: task.due ? format.due(task.due) : '' }),
      message: [whom, task.text].filter(Boolean).join(' · '),
      autoClose: 20_000,
      onClick: open,
      closeButtonProps: { 'aria-label': t('ui:close') },
      role: 'alert',
      'data-testid': 'due-soon',
    } as Parameters<typeof notifications.show>[0]);
  }, [task, may, me.id, me.team_id, cache, navigate, format, t]);
  return null;
}

function concerns(task: TaskRow, me: string, team: string | null, desk: Desk | undefined): boolean {
  if (task.owner_id) return task.owner_id === me;
  if (task.booking && LIVE.has(task.booking.state)) return false; // the house calls by itself
  return (task.team_id !== null && task.team_id === team) || (desk?.queues.some(queue => queue.id === task.queue_id) ?? false);
}
