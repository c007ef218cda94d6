import { workspaceDtmf, workspaceHangUp, workspaceHold, workspaceResume, type DeskCall } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Elapsed, keyName, useShortcut } from '@madoguchi/ui';
import { useDisclosure } from '@mantine/hooks';
import { IconMicrophone, IconMicrophoneOff, IconPhone, IconPhoneOff, IconPhoneOutgoing, IconPlayerPause, IconPlayerPlay, type Icon } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useDeskActions } from '../actions';
import { useBeside } from '../state';
import { Caller, useNamed } from '../caller';
import { Hand } from './Hand';
import { Keypad } from './Keypad';
import styles from './Noren.module.css';
import { Transfer } from './Transfer';

/** The call I am on: who, since when, and everything that can be done to it. */
export function CallBar({ call }: { call: DeskCall }) {
  const { t } = useTranslation('desk');
  const named = useNamed();
  const held = call.state === 'held';
  const outgoing = call.pop.interaction.direction === 'out';
  const talking = held || call.state === 'talking';
  return (
    <section className={styles.noren} data-held={held || undefined} aria-label={t('bar.label')} data-testid="callbar" data-state={call.state}>
      <span className={styles.badge}>{outgoing ? <IconPhoneOutgoing size={19} stroke={1.7} aria-hidden /> : <IconPhone size={19} stroke={1.7} aria-hidden />}</span>
      <div className="grow">
        <div className={`${styles.who ?? ''} clip`}>
          <Caller pop={call.pop} />
        </div>
        <div className={`${styles.sub ?? ''} clip`}>
          {named(call.pop.desk.line_of_business)} · {t(outgoing ? 'bar.outgoing' : 'bar.incoming')}
        </div>
      </div>
      <div className={styles.time}>
        <div className={styles.timer}>
          <Elapsed since={call.connected ?? call.since} testId="call-timer" />
        </div>
        <div className={styles.sub}>
          {t(`bar.${call.state}`)}
          {held && <> <Elapsed since={call.since} /></>}
          <Beside interaction={call.interaction} />
          {call.recording && <> · <span className={styles.rec} data-testid="call-recording">{t('bar.recording')}</span></>}
        </div>
      </div>
      <span className={styles.slit} />
      <Buttons call={call} talking={talking} held={held} />
    </section>
  );
}

function Buttons({ call, talking, held }: { call: DeskCall; talking: boolean; held: boolean }) {
  const { t } = useTranslation('desk');
  const { command, mute } = useDeskActions();
  const [keypad, setKeypad] = useDisclosure();
  const { interaction } = call;
  return (
    <>
      <div className={styles.buttons}>
        <BarButton icon={held ? IconPlayerPlay : IconPlayerPause} letter="H" label={t(held ? 'bar.resume' : 'bar.hold')} pressed={held} disabled={!talking} testId="call-hold" onPress={() => { command.mutate(() => (held ? workspaceResume : workspaceHold)({ path: { interaction } })); }} />
        <BarButton icon={call.muted ? IconMicrophoneOff : IconMicrophone} letter="M" label={t(call.muted ? 'bar.unmute' : 'bar.mute')} pressed={call.muted} disabled={!talking} testId="call-mute" onPress={() => { mute.mutate({ interaction, muted: !call.muted }); }} />
        <Transfer interaction={interaction} disabled={!talking} />
        <Hand call={call} />
        <Keypad opened={keypad} onToggle={setKeypad.toggle} disabled={!talking} onDigit={digits => { command.mutate(() => workspaceDtmf({ path: { interaction }, body: { digits } })); }} />
      </div>
      <span className={styles.slit} />
      <HangUp onConfirm={() => { command.mutate(() => workspaceHangUp({ path: { interaction } })); }} />
    </>
  );
}

/** Who of the supervisors is with this call, as far as the tenant lets me know. */
function Beside({ interaction }: { interaction: string }) {
  const { t } = useTranslation('desk');
  const beside = useBeside().filter(each => each.interaction === interaction);
  return beside.map(each => (
    <span key={each.user} title={each.name} data-testid="call-beside" data-mode={each.mode}>
      {' '}· {t(`bar.beside.${each.mode}`)}
    </span>
  ));
}

/** By mouse one press ends the call; by key two within three seconds, so that a slip never cuts a customer off. */
function HangUp({ onConfirm }: { onConfirm: () => void }) {
  const { t } = useTranslation('desk');
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    if (!armed) return undefined;
    const timer = setTimeout(() => { setArmed(false); }, 3000);
    return () => { clearTimeout(timer); };
  }, [armed]);
  useShortcut({ keys: 'Alt+E', label: t('bar.hangUpTwice'), group: t('keys.call') }, () => {
    if (armed) onConfirm();
    setArmed(!armed);
  });
  return (
    <button type="button" className={styles.button} data-end onClick={onConfirm} aria-keyshortcuts="Alt+E" data-testid="call-hangup">
      <IconPhoneOff size={20} stroke={1.7} aria-hidden />
      {t(armed ? 'bar.onceMore' : 'bar.hangUp')}
      <span className={styles.letter} aria-hidden>
        E
      </span>
    </button>
  );
}

interface BarButtonProps {
  icon: Icon;
  letter: string;
  label: string;
  onPress: () => void;
  pressed?: boolean;
  expanded?: boolean;
  disabled?: boolean;
  testId: string;
  children?: ReactNode;
}

/** A button of the call bar: icon, word and its key. */
export function BarButton({ icon: Icon, letter, label, onPress, pressed, expanded, disabled, testId, ...target }: BarButtonProps) {
  const { t } = useTranslation('desk');
  useShortcut({ keys: `Alt+${letter}`, label, group: t('keys.call') }, onPress, !disabled);
  return (
    <button {...target} type="button" className={styles.button} onClick={onPress} disabled={disabled} aria-pressed={pressed} aria-expanded={expanded} aria-keyshortcuts={`Alt+${letter}`} title={keyName(`Alt+${letter}`)} data-testid={testId}>
      <Icon size={20} stroke={1.7} aria-hidden />
      {label}
      <span className={styles.letter} aria-hidden>
        {letter}
      </span>
    </button>
  );
}
