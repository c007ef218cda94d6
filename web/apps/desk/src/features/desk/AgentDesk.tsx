import { useTranslation } from '@madoguchi/i18n';
import { useTopic } from '@madoguchi/live';
import { SkeletonLines } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconSquareFilled } from '@tabler/icons-react';
import { useDeskActions } from './actions';
import { CallPanel } from './call/CallPanel';
import { CustomerColumn } from './customer/CustomerColumn';
import styles from './Desk.module.css';
import { Idle } from './Idle';
import { usePopPlace } from './ringing/place';
import { RingingPanel } from './ringing/RingingPanel';
import { useDesk, useFocus } from './state';
import { WorkColumn } from './work/WorkColumn';
import { WrapupForm } from './wrapup/WrapupForm';

/** One screen for the whole day: my work, the conversation, the customer. */
export function AgentDesk() {
  const { t } = useTranslation('desk');
  const desk = useDesk();
  const focus = useFocus();
  const place = usePopPlace();
  const customer = focus.kind === 'idle' ? undefined : focus.pop.customer?.id;
  useTopic(customer && `topic:customer:${customer}`);
  if (!desk)
    return (
      <main className={styles.scroll} aria-label={t('title')}>
        <SkeletonLines lines={8} height={24} />
      </main>
    );
  if (focus.kind === 'ringing' && place === 'page')
    return (
      <div className={styles.desk} data-wide>
        <WorkColumn desk={desk} />
        <RingingPanel key={focus.pop.offer?.id} pop={focus.pop} />
      </div>
    );
  return (
    <div className={styles.desk} data-wide={focus.kind === 'idle' || undefined}>
      <WorkColumn desk={desk} />
      <main className={styles.middle} data-page={focus.kind === 'idle' || undefined} aria-label={t('title')}>
        {desk.presence.state === 'not_responding' && <Missed />}
        {focus.kind === 'call' && <CallPanel key={focus.call.interaction} call={focus.call} />}
        {focus.kind === 'wrapup' && <WrapupForm key={focus.wrapup.id} wrapup={focus.wrapup} />}
        {(focus.kind === 'idle' || focus.kind === 'ringing') && <Idle desk={desk} />}
      </main>
      {focus.kind !== 'idle' && <CustomerColumn key={focus.pop.interaction.id} pop={focus.pop} onCall={focus.kind === 'call'} />}
    </div>
  );
}

/** An offer ran out: plainly said, one press back to work. Never silently ready again. */
function Missed() {
  const { t } = useTranslation('desk');
  const { setPresence } = useDeskActions();
  return (
    <div className={styles.missed} role="alert" data-testid="missed">
      <IconSquareFilled size={12} aria-hidden />
      <span className="grow">
        <span className="b6">{t('missed.title')}</span> {t('missed.text')}
      </span>
      <Button variant="default" loading={setPresence.isPending} onClick={() => { setPresence.mutate({ presence: 'ready' }); }} data-testid="missed-ready">
        {t('missed.ready')}
      </Button>
    </div>
  );
}
