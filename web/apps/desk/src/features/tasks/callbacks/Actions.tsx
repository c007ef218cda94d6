import { casesChangeTask, casesMarkAbsent, ifMatch, keys, useMay, useSession, workspaceCallForTask, workspaceCancelCallback, type TaskChange, type TaskRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { usePhone } from '@madoguchi/phone';
import { useFailureNotice } from '@madoguchi/ui';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconCalendarDown, IconCalendarTime, IconCheck, IconDots, IconHandGrab, IconPhone, IconPhoneX, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from '../Tasks.module.css';

/** Call now; and what else may come of a promise. */
export function Actions({ task, onMove }: { task: TaskRow; onMove: () => void }) {
  const { t } = useTranslation('callbacks');
  const mayCall = useMay('calls.dial');
  const mayWrite = useMay('cases.write');
  const me = useSession().user.id;
  const { call, change, act } = useActs(task);
  const [sure, setSure] = useState(false);
  if (task.state !== 'open') return null;
  const callable = task.customer_id !== null || task.address_value !== '';
  const booked = task.booking?.kind === 'appointment';
  return (
    <span className={styles.actions}>
      {mayCall && callable && (
        <Button variant="default" leftSection={<IconPhone size={16} />} loading={call.isPending} onClick={() => { call.mutate(); }} data-testid="callback-call">
          {t('call')}
        </Button>
      )}
      {mayWrite && (
        <Menu position="bottom-end" width={250} onClose={() => { setSure(false); }}>
          <Menu.Target>
            <ActionIcon size={32} variant="default" aria-label={t('more')} title={t('more')} loading={act.isPending} data-testid="callback-more">
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPhoneX size={16} />} onClick={() => { act.mutate(() => casesMarkAbsent({ path: { task: task.id } })); }} data-testid="callback-absent">
              {t('absent')}
            </Menu.Item>
            <Menu.Item leftSection={<IconCalendarTime size={16} />} onClick={onMove} data-testid="callback-move">
              {t('move')}
            </Menu.Item>
            {task.owner_id !== me && (
              <Menu.Item leftSection={<IconHandGrab size={16} />} onClick={() => { change({ owner_id: me }); }} data-testid="callback-take">
                {t('take')}
              </Menu.Item>
            )}
            {booked && (
              <Menu.Item component="a" href={`/api/v1/callbacks/${task.id}/invitation`} download leftSection={<IconCalendarDown size={16} />} data-testid="callback-ics">
                {t('ics')}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconCheck size={16} />} onClick={() => { change({ state: 'done' }); }} data-testid="callback-done">
              {t('done')}
            </Menu.Item>
            <Menu.Divider />
            {/* It cannot be undone: the item asks, and the second press means it. */}
            <Menu.Item color="akane" leftSection={<IconTrash size={16} />} closeMenuOnClick={sure} onClick={() => { if (sure) act.mutate(() => workspaceCancelCallback({ path: { task: task.id } })); else setSure(true); }} data-testid="callback-cancel">
              {t(sure ? 'cancelSure' : 'cancel')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </span>
  );
}

function useActs(task: TaskRow) {
  const cache = useQueryClient();
  const { phone } = usePhone();
  const onError = useFailureNotice();
  const reread = () => cache.invalidateQueries({ queryKey: keys.tasks });
  const call = useMutation({
    mutationFn: () => workspaceCallForTask({ path: { task: task.id } }),
    onSuccess: ({ interaction }) => {
      phone?.expect(interaction);
      return cache.invalidateQueries({ queryKey: keys.desk });
    },
    onError,
  });
  const act = useMutation({ mutationFn: (request: () => Promise<unknown>) => request(), onError, onSettled: reread });
  const change = (body: TaskChange) => { act.mutate(() => casesChangeTask({ path: { task: task.id }, body, headers: ifMatch(task.version) })); };
  return { call, act, change };
}
