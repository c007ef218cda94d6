import type { Colleague, QueueRow } from '@madoguchi/api';
import { nationalPhone, useLocale, useTranslation } from '@madoguchi/i18n';
import { Avatar, Elapsed, Empty, PresenceDot } from '@madoguchi/ui';
import { IconPhoneOutgoing } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useNamed } from '../caller';
import styles from './HandOver.module.css';
import { idOf, possible, sameTarget, type Mode, type Target } from './target';

interface Props {
  found: readonly Target[];
  chosen: Target | undefined;
  onChoose: (target: Target) => void;
  mode: Mode;
}

/** Numbers, people and queues to choose from; who cannot take it now is shown as what they are. */
export function Targets({ found, chosen, onChoose, mode }: Props) {
  const { t } = useTranslation('desk');
  const of = (kind: Target['kind']) => found.filter(target => target.kind === kind);
  if (found.length === 0) return <Empty compact>{t('handover.nobody')}</Empty>;
  const item = (target: Target, { testId }: { testId: string }, children: ReactNode) => (
    <li key={idOf(target)} data-testid={`${testId}-row`}>
      <button type="button" className={styles.target} aria-pressed={sameTarget(chosen, target)} aria-disabled={!possible(target, target.kind === 'queue' ? 'transfer' : mode)} onClick={() => { onChoose(target); }} data-testid={testId}>
        {children}
      </button>
    </li>
  );
  return (
    <div className={styles.targets}>
      {of('number').map(target => target.kind === 'number' && <ul key="number" className={styles.list}>{item(target, { testId: 'transfer-number' }, <Outside number={target.number} />)}</ul>)}
      {of('person').length > 0 && (
        <>
          <Heading left={t('handover.people')} right={t('handover.state')} />
          <ul className={styles.list}>{of('person').map(target => target.kind === 'person' && item(target, { testId: 'transfer-to' }, <Person person={target.person} />))}</ul>
        </>
      )}
      {of('queue').length > 0 && (
        <>
          <Heading left={t('handover.queues')} right={t('handover.load')} />
          <ul className={styles.list}>{of('queue').map(target => target.kind === 'queue' && item(target, { testId: 'transfer-queue' }, <Line queue={target.queue} />))}</ul>
        </>
      )}
    </div>
  );
}

function Heading({ left, right }: { left: string; right: string }) {
  return (
    <div className={styles.heading}>
      <h3 className="grow">{left}</h3>
      <span>{right}</span>
    </div>
  );
}

function Outside({ number }: { number: string }) {
  const { t } = useTranslation('desk');
  return (
    <>
      <IconPhoneOutgoing size={22} stroke={1.7} aria-hidden />
      <span className="grow">
        <span className="b6 tn">{nationalPhone(number)}</span>
        <span className="meta ink3">{t('handover.outside')}</span>
      </span>
    </>
  );
}

function Person({ person }: { person: Colleague }) {
  const locale = useLocale();
  return (
    <>
      <Avatar name={person.name} size={34} />
      <span className="grow">
        <span className="b6 clip">{person.name}</span>
        <span className="meta ink3 clip">{person.skills.slice(0, 3).map(skill => `${locale === 'en' ? skill.name_en || skill.name_ja : skill.name_ja} ${String(skill.level)}`).join('・')}</span>
      </span>
      <span className="row meta nowrap">
        <PresenceDot state={person.presence} /> <Elapsed since={person.since} />
      </span>
    </>
  );
}

function Line({ queue }: { queue: QueueRow }) {
  const { t } = useTranslation('desk');
  const named = useNamed();
  return (
    <>
      <span className="grow b6 clip">{named(queue)}</span>
      <span className="tn">{queue.waiting}</span>
      <span className={`${styles.wait ?? ''} ${queue.longest_wait_since ? 'warn b6' : 'ink3'}`}>{queue.longest_wait_since ? <Elapsed since={queue.longest_wait_since} /> : '–'}</span>
      <span className={`${styles.ready ?? ''} ${queue.ready ? styles.good! : 'bad b6'}`}>{t('handover.ready', { count: queue.ready })}</span>
    </>
  );
}
