import type { TaskRow } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Due, PageLink, Phone, Pill, Stamp, type Column } from '@madoguchi/ui';
import { IconPhoneCall, IconPhoneX, IconRecordMail, type Icon } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Actions } from './Actions';
import styles from './Callbacks.module.css';
import { LIVE } from './live';

const icons: Partial<Record<TaskRow['kind'], Icon>> = { callback: IconPhoneCall, missed_call: IconPhoneX, voicemail: IconRecordMail };

export function useColumns(move: (task: TaskRow) => void): Column<TaskRow>[] {
  const { t } = useTranslation('callbacks');
  return useMemo(
    () => [
      { key: 'promised', title: t('promised'), width: 170, cell: row => <Promised task={row} /> },
      { key: 'who', title: t('customer'), cell: row => <Who task={row} /> },
      { key: 'what', title: t('what'), cell: row => <What task={row} /> },
      { key: 'owner', title: t('owner'), cell: row => <Owner task={row} /> },
      { key: 'tries', title: t('tries'), cell: row => <Tries task={row} /> },
      { key: 'act', title: <span className="visually-hidden">{t('actions')}</span>, numeric: true, cell: row => <Actions task={row} onMove={() => { move(row); }} /> },
    ],
    [t, move],
  );
}

/** Until when it was promised; the time that was booked. */
function Promised({ task }: { task: TaskRow }) {
  const { t } = useTranslation('callbacks');
  const format = useFormat();
  if (task.state !== 'open') return task.ended && <Stamp at={task.ended} />;
  const { booking } = task;
  return (
    <div className={styles.cell} data-testid="callback-promised">
      {task.due ? <Due at={task.due} bare /> : <span className="ink3">{t('noDue')}</span>}
      {booking?.slot_start && booking.slot_end && <span className="meta ink3 tn">{t('booked', { start: format.due(booking.slot_start), end: format.time(booking.slot_end) })}</span>}
    </div>
  );
}

function Who({ task }: { task: TaskRow }) {
  const { t } = useTranslation('callbacks');
  return (
    <div className={styles.cell}>
      {task.customer_id ? <PageLink to={`/customers/${task.customer_id}`}>{task.customer_name}</PageLink> : <span className="ink3">{t('unknown')}</span>}
      {task.address_kind === 'phone' && task.address_value !== '' && <span className="meta"><Phone number={task.address_value} plain /></span>}
    </div>
  );
}

/** What kind of debt it is, what was said about it, and the message that was left. */
function What({ task }: { task: TaskRow }) {
  const { t } = useTranslation('callbacks');
  const Icon = icons[task.kind] ?? IconPhoneCall;
  return (
    <div className={styles.cell}>
      <span className="row">
        <Icon size={16} stroke={1.7} className="ink3" aria-hidden />
        <span className="b5">{t(task.booking ? `bookedAs.${task.booking.kind}` : `ui:taskKind.${task.kind}`)}</span>
        {task.attempts > 1 && <span className="meta ink3">{t('calledTimes', { count: task.attempts })}</span>}
      </span>
      {task.text && <span className={styles.words}>{task.text}</span>}
      {task.interaction_id && <span className="meta"><PageLink to={`/history/${task.interaction_id}`}>{t(task.kind === 'voicemail' ? 'ui:listen' : 'askedIn')}</PageLink></span>}
    </div>
  );
}

/** A person, anybody, or the house itself. */
function Owner({ task }: { task: TaskRow }) {
  const { t } = useTranslation('callbacks');
  if (task.owner_name) return task.owner_name;
  return <span className="ink3">{t(task.booking && LIVE.has(task.booking.state) ? 'house' : 'nobody')}</span>;
}



/** How often it was tried and what came of it; where the house calls by itself, how that stands. */
function Tries({ task }: { task: TaskRow }) {
  const { t } = useTranslation('callbacks');
  const format = useFormat();
  const { booking } = task;
  return (
    <div className={styles.cell} data-testid="callback-tries">
      {task.tried && task.tried_outcome ? (
        <span className="tn">{t('ui:triedAt', { count: task.tries, outcome: t(`ui:tried.${task.tried_outcome}`), when: format.stamp(task.tried) })}</span>
      ) : (
        <span className="ink3">{t('notTried')}</span>
      )}
      {booking && task.state === 'open' && (
        <span>
          <Pill square tone={booking.state === 'given_up' ? 'warn' : 'plain'} testId="callback-state">
            {t(`state.${booking.state}`, { when: booking.next_at ? format.due(booking.next_at) : '' })}
          </Pill>
        </span>
      )}
    </div>
  );
}
