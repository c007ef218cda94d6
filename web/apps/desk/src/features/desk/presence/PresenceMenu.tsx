import { keys, routingShowPresence, useMay, type BreakReason, type ChosenPresence, type PresenceWish } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { usePhone } from '@madoguchi/phone';
import { microphone } from '@madoguchi/phone';
import { Elapsed, PresenceDot } from '@madoguchi/ui';
import { Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconChevronDown, IconHeadset, IconHeadsetOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { useDeskActions } from '../actions';
import { useNamed } from '../caller';
import { useDesk } from '../state';
import styles from './Presence.module.css';

const choices: readonly ChosenPresence[] = ['ready', 'break', 'training', 'offline'];

/** My state, since when, and the states I may choose. What a call does to it, the server decides. */
export function PresenceMenu() {
  const { t } = useTranslation('desk');
  const desk = useDesk();
  const { setPresence } = useDeskActions();
  const reasons = useBreakReasons();
  const named = useNamed();
  if (!desk) return null;
  const { state } = desk.presence;
  const why = state === 'break' ? reasons.find(each => each.code === desk.presence.reason) : undefined;
  const since = desk.offer?.offer?.made ?? desk.presence.since;
  const shown = desk.offer ? 'ringing' : state === 'busy' && desk.calls.length ? 'on_call' : state;
  const choose = async (wish: PresenceWish) => {
    if (wish.presence === 'ready') await askOnce(t);
    setPresence.mutate(wish);
  };
  return (
    <>
      <Menu position="bottom-start" width={220}>
        <Menu.Target>
          <button type="button" className={styles.pill} data-state={state} data-testid="presence">
            <span className="visually-hidden">{t('presence.change')}</span>
            <PresenceDot state={shown} word={!why} />
            {why && named(why)}
            <span className={styles.time}>
              <Elapsed since={since} />
            </span>
            <IconChevronDown size={14} stroke={1.7} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('presence.choose')}</Menu.Label>
          {choices.map(choice => (
            <Fragment key={choice}>
              <Menu.Item leftSection={<PresenceDot state={choice} word={false} />} rightSection={choice === state && !why ? <Chosen /> : undefined} onClick={() => void choose({ presence: choice })} data-testid={`presence-${choice}`}>
                {t(`presence.${choice}`)}
              </Menu.Item>
              {choice === 'break' &&
                reasons.map(reason => (
                  <Menu.Item key={reason.code} pl={38} rightSection={why?.code === reason.code ? <Chosen /> : undefined} onClick={() => void choose({ presence: choice, reason: reason.code })} data-testid={`presence-break-${reason.code}`}>
                    {named(reason)}
                  </Menu.Item>
                ))}
            </Fragment>
          ))}
        </Menu.Dropdown>
      </Menu>
      {state !== 'offline' && <PhoneLine />}
    </>
  );
}

const Chosen = () => <IconCheck size={16} aria-hidden />;

/** Why one may be on a break, as the tenant has set it. */
function useBreakReasons(): readonly BreakReason[] {
  const enabled = useMay('desk.use');
  return useQuery({ queryKey: keys.breakReasons, queryFn: ({ signal }) => routingShowPresence({ signal }), enabled, staleTime: 300_000 }).data?.break_reasons ?? [];
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
