import { type Queue } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { IconClockPause, IconHeadset, IconPhoneIncoming, IconPhoneOff, IconUsersGroup, IconVolume, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './Flows.module.css';

interface Props {
  /** In national form. */
  numbers: readonly string[];
  notice: boolean;
  queue: Queue | undefined;
  /** Seconds; null: as the queue says. */
  wait: number | null;
  farewell: 'sorry' | 'closed';
  /** One below another, where there is no room beside. */
  upright?: boolean;
}

/** The caller's road from the number to the agent, and what happens where nobody answers: read from the start to the end. */
export function FlowPath({ numbers, notice, queue, wait, farewell, upright }: Props) {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const ja = useLocale() === 'ja';
  const limit = wait ?? queue?.max_wait_seconds ?? null;
  return (
    <ol className={styles.path} data-upright={upright || undefined} aria-label={t('flows.road')} data-testid="flow-path">
      <Node icon={IconPhoneIncoming} kind={t('flows.step.call')} title={numbers.length > 0 ? numbers.map(number => <span key={number} className="tn nowrap">{number}</span>) : <span className="warn">{t('flows.noNumber')}</span>} />
      {notice && (
        <Node icon={IconVolume} kind={t('flows.step.notice')} title={t('flows.noticeName')}>
          {t('flows.prompt.notice')}
        </Node>
      )}
      <Node icon={IconUsersGroup} kind={t('flows.step.queue')} title={queue ? (ja ? queue.name_ja : queue.name_en) : t('flows.noQueue')}>
        {limit === null ? t('flows.noLimit') : t('flows.limit', { time: format.clock(limit) })}
      </Node>
      <li className={styles.fork}>
        <ul className={styles.ends}>
          <End icon={IconHeadset} when={t('flows.answered')} then={t('flows.step.agent')} />
          <End icon={limit === null ? IconPhoneOff : IconClockPause} when={t('flows.unanswered')} then={t('flows.step.farewell')}>
            {t(`flows.prompt.${farewell}`)}
          </End>
        </ul>
      </li>
    </ol>
  );
}

function Node({ icon: Icon, kind, title, children }: { icon: Icon; kind: string; title: ReactNode; children?: ReactNode }) {
  return (
    <li className={styles.node}>
      <span className={styles.icon} aria-hidden>
        <Icon size={18} stroke={1.7} />
      </span>
      <div className={styles.text}>
        <p className="micro ink3">{kind}</p>
        <p className={`b6 ${styles.title}`}>{title}</p>
        {children && <p className="meta ink2">{children}</p>}
      </div>
    </li>
  );
}

function End({ icon: Icon, when, then, children }: { icon: Icon; when: string; then: string; children?: ReactNode }) {
  return (
    <li className={styles.end}>
      <Icon size={18} stroke={1.7} aria-hidden className="ink2" />
      <div className={styles.text}>
        <p className="micro ink3">{when}</p>
        <p className="b5">{then}</p>
        {children && <p className="meta ink2">{children}</p>}
      </div>
    </li>
  );
}
