import { workspaceAbort, workspaceComplete, workspaceMerge, workspaceSwap, type DeskCall, type Id, type InvitationShown } from '@madoguchi/api';
import { nationalPhone, useTranslation } from '@madoguchi/i18n';
import { Elapsed } from '@madoguchi/ui';
import { IconArrowBackUp, IconArrowForwardUp, IconArrowsExchange, IconArrowsJoin2 } from '@tabler/icons-react';
import { useDeskActions } from '../actions';
import { Caller } from '../caller';
import { BarButton } from './BarButton';
import styles from './Noren.module.css';

/** Whom I ask aside (or who asks me), and where the customer is meanwhile. */
export function ConsultWho({ call, invitation }: { call: DeskCall; invitation: InvitationShown }) {
  const { t } = useTranslation('desk');
  const { purpose, state, by_me, by } = invitation;
  const name = by_me ? invitation.name || nationalPhone(invitation.number) : by;
  const what = !by_me ? 'asksMe' : state === 'asked' ? `${purpose}Asked` : state;
  return (
    <div className="grow" data-testid="consult" data-state={state}>
      <div className={`${styles.who ?? ''} clip`} data-testid="consult-with">
        {t(`consult.${what}`, { name })} {state === 'asked' && <Elapsed since={invitation.made} />}
      </div>
      <div className={`${styles.sub ?? ''} clip`}>
        <Caller pop={call.pop} /> {call.state === 'held' && state !== 'turned' && t('consult.customerWaits')}
      </div>
    </div>
  );
}

/** Turn, bring together, hand over, go back. Who was asked has none of these: they talk, or hang up. */
export function ConsultButtons({ interaction, invitation }: { interaction: Id; invitation: InvitationShown }) {
  const { t } = useTranslation('desk');
  const { press } = useDeskActions();
  if (!invitation.by_me) return null;
  const path = { interaction };
  const here = invitation.state !== 'asked';
  const guestRings = !here && invitation.number !== '' && invitation.purpose === 'consult';
  return (
    <>
      <BarButton icon={IconArrowsExchange} letter="S" label={t(invitation.state === 'turned' ? 'consult.turnBack' : 'consult.swap')} pressed={invitation.state === 'turned'} disabled={!here} testId="consult-swap" onPress={() => { press(`swap ${invitation.state}`, () => workspaceSwap({ path })); }} />
      <BarButton icon={IconArrowsJoin2} letter="J" label={t('consult.merge')} disabled={!here} testId="consult-merge" onPress={() => { press('merge', () => workspaceMerge({ path })); }} />
      <BarButton icon={IconArrowForwardUp} letter="T" label={t('consult.complete')} disabled={!here && !guestRings} testId="consult-complete" onPress={() => { press('complete', () => workspaceComplete({ path })); }} />
      <AbortButton interaction={interaction} />
    </>
  );
}

/** Back to the customer, without whoever was asked. */
export function AbortButton({ interaction }: { interaction: Id }) {
  const { t } = useTranslation('desk');
  const { press } = useDeskActions();
  return <BarButton icon={IconArrowBackUp} letter="B" label={t('consult.abort')} testId="consult-abort" onPress={() => { press('abort', () => workspaceAbort({ path: { interaction } })); }} />;
}
