import { workspaceDtmf, workspaceHangUp, workspaceHold, workspacePark, workspaceResume, type DeskCall } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Elapsed } from '@madoguchi/ui';
import { useDisclosure } from '@mantine/hooks';
import { IconMicrophone, IconMicrophoneOff, IconParking, IconPhone, IconPhoneOutgoing, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useDeskActions } from '../actions';
import { useBeside } from '../state';
import { Caller, useNamed } from '../caller';
import { HandOver } from '../handover/HandOver';
import { BarButton } from './BarButton';
import { AbortButton, ConsultButtons, ConsultWho } from './Consult';
import { Hand } from './Hand';
import { HangUp } from './HangUp';
import { Keypad } from './Keypad';
import styles from './Noren.module.css';
import { Parties } from './Parties';
import { Recording, RecordingButton } from './Recording';

/** The call I am on: who, since when, who else, and everything that can be done to it. */
export function CallBar({ call }: { call: DeskCall }) {
  const { t } = useTranslation('desk');
  const held = call.state === 'held';
  const parked = call.parked !== null;
  const aside = call.invitation?.state === 'aside' || call.invitation?.state === 'turned';
  return (
    <section className={styles.noren} data-held={held || undefined} aria-label={t('bar.label')} data-testid="callbar" data-state={call.state} data-aside={aside || undefined}>
      <span className={styles.badge}>{call.pop.interaction.direction === 'out' ? <IconPhoneOutgoing size={19} stroke={1.7} aria-hidden /> : <IconPhone size={19} stroke={1.7} aria-hidden />}</span>
      {call.invitation ? <ConsultWho call={call} invitation={call.invitation} /> : <Who call={call} />}
      <div className={styles.time}>
        <div className={styles.timer}>
          <Elapsed since={call.connected ?? call.since} testId="call-timer" />
        </div>
        <div className={styles.sub}>
          {t(parked ? 'bar.parked' : `bar.${call.state}`)}
          {held && <> <Elapsed since={call.parked ?? call.since} /></>}
          <Beside interaction={call.interaction} />
          <Recording call={call} />
        </div>
      </div>
      <Parties call={call} />
      <span className={styles.slit} />
      <Buttons call={call} held={held} />
    </section>
  );
}

function Who({ call }: { call: DeskCall }) {
  const { t } = useTranslation('desk');
  const named = useNamed();
  return (
    <div className="grow">
      <div className={`${styles.who ?? ''} clip`}>
        <Caller pop={call.pop} />
      </div>
      <div className={`${styles.sub ?? ''} clip`}>
        {named(call.pop.desk.line_of_business)} · {t(call.pop.interaction.direction === 'out' ? 'bar.outgoing' : 'bar.incoming')}
      </div>
    </div>
  );
}

function Buttons({ call, held }: { call: DeskCall; held: boolean }) {
  const { t } = useTranslation('desk');
  const { command, press, mute } = useDeskActions();
  const [keypad, setKeypad] = useDisclosure();
  const { interaction, invitation } = call;
  const talking = held || call.state === 'talking';
  const asking = invitation !== null && invitation.purpose !== 'add';
  return (
    <>
      <div className={styles.buttons}>
        {asking ? (
          <ConsultButtons interaction={interaction} invitation={invitation} />
        ) : (
          <>
            <BarButton icon={held ? IconPlayerPlay : IconPlayerPause} letter="H" label={t(call.parked ? 'bar.unpark' : held ? 'bar.resume' : 'bar.hold')} pressed={held} disabled={!talking} testId="call-hold" onPress={() => { press(held ? 'resume' : 'hold', () => (held ? workspaceResume : workspaceHold)({ path: { interaction } })); }} />
            {invitation ? <AbortButton interaction={interaction} /> : <HandOver call={call} disabled={!talking || held} />}
            <BarButton icon={IconParking} letter="P" label={t('bar.park')} disabled={!talking || call.parked !== null || call.parties.length > 2} testId="call-park" onPress={() => { press('park', () => workspacePark({ path: { interaction } })); }} />
          </>
        )}
        <BarButton icon={call.muted ? IconMicrophoneOff : IconMicrophone} letter="M" label={t(call.muted ? 'bar.unmute' : 'bar.mute')} pressed={call.muted} disabled={!talking && call.state !== 'aside'} testId="call-mute" onPress={() => { mute.mutate({ interaction, muted: !call.muted }); }} />
        <Keypad opened={keypad} onToggle={setKeypad.toggle} disabled={!talking} onDigit={digits => { command.mutate(() => workspaceDtmf({ path: { interaction }, body: { digits } })); }} />
        {!asking && <RecordingButton call={call} />}
        <Hand call={call} />
      </div>
      <span className={styles.slit} />
      <HangUp onConfirm={() => { press('hang-up', () => workspaceHangUp({ path: { interaction } })); }} />
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
