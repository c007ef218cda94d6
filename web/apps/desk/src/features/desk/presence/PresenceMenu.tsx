import type { ChosenPresence } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { usePhone } from '@madoguchi/phone';
import { microphone } from '@madoguchi/phone';
import { Elapsed, PresenceDot } from '@madoguchi/ui';
import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconChevronDown, IconHeadset, IconHeadsetOff } from '@tabler/icons-react';
import { useDeskActions } from '../actions';
import { useDesk } from '../state';
import styles from './Presence.module.css';

const choices: readonly ChosenPresence[] = ['ready', 'break', 'training', 'offline'];

/** My state, since when, and the states I may choose. What a call does to it, the server decides. */
export function PresenceMenu() {
  const { t } = useTranslation('desk');
  const desk = useDesk();
  const { setPresence } = useDeskActions();
  if (!desk) return null;
  const { state } = desk.presence;
  const since = desk.offer?.offer?.made ?? desk.presence.since;
  const shown = desk.offer ? 'ringing' : state === 'busy' && desk.calls.length ? 'on_call' : state;
  const choose = async (presence: ChosenPresence) => {
    if (presence === 'ready') await askOnce(t);
    setPresence.mutate(presence);
  };
  return (
    <>
      <Menu position="bottom-start" width={220}>
        <Menu.Target>
          <button type="button" className={styles.pill} data-state={state} data-testid="presence">
            <span className="visually-hidden">{t('presence.change')}</span>
            <PresenceDot state={shown} />
            <span className={styles.time}>
              <Elapsed since={since} />
            </span>
            <IconChevronDown size={14} stroke={1.7} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('presence.choose')}</Menu.Label>
          {choices.map(choice => (
            <Menu.Item
              key={choice}
              leftSection={<PresenceDot state={choice} word={false} />}
              rightSection={choice === state ? <IconCheck size={16} aria-hidden /> : undefined}
              onClick={() => void choose(choice)}
              data-testid={`presence-${choice}`}
            >
              {t(`presence.${choice}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {state !== 'offline' && <PhoneLine />}
    </>
  );
}

/** Whether this browser can be rung at all; a word only while it cannot. */
function PhoneLine() {
  const { t } = useTranslation('desk');
  const { state } = usePhone();
  const ready = state === 'ready';
  const Icon = ready ? IconHeadset : IconHeadsetOff;
  return (
    <span className={`${styles.phone ?? ''} ${ready ? 'ok' : 'warn'}`} role="status" title={t(`phone.${state}Detail`)} data-testid="phone-state" data-state={state}>
      <Icon size={17} stroke={1.7} aria-hidden />
      {ready ? <span className="visually-hidden">{t('phone.ready')}</span> : t(`phone.${state}`)}
    </span>
  );
}

/** The browser's two questions, asked when somebody goes ready and not while a customer waits. */
async function askOnce(t: (key: string) => string): Promise<void> {
  if (typeof Notification !== 'undefined' && Notification.permission === 'default') void Notification.requestPermission();
  const answer = await microphone();
  if (answer !== 'granted') notifications.show({ color: 'yamabuki', title: t('microphone.title'), message: t(`microphone.${answer}`), autoClose: false });
}
