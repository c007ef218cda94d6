import type { Desk, QueueRow, ScreenPop } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Count, Elapsed, Empty, Remaining } from '@madoguchi/ui';
import { IconClipboardText, IconPhone, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Caller, useNamed } from '../caller';
import { useFocus, useWorkCount } from '../state';
import { TourHint } from '../tour/TourHint';
import { OpenTasks } from './OpenTasks';
import { Parked } from './Parked';
import { TaskRow } from './TaskRow';
import styles from './Work.module.css';

/** Left: what is mine now, the queues I serve, what I promised for today. */
export function WorkColumn({ desk }: { desk: Desk }) {
  const { t } = useTranslation('desk');
  const count = useWorkCount();
  return (
    <aside className={`${styles.column ?? ''} fades`} aria-label={t('work.title')}>
      <div className={styles.head}>
        <h2>{t('work.title')}</h2>
        <Count of={count} />
      </div>
      {count === 0 ? <div className={styles.tableWrap}><Empty compact>{t('work.none')}</Empty></div> : <MyWork desk={desk} />}
      <Parked free={desk.calls.length === 0 && !desk.offer} />
      <Queues rows={desk.queues} />
      <div className={styles.head}>
        <h2>{t('work.today')}</h2>
        <Count of={desk.tasks.length} />
      </div>
      {desk.tasks.length === 0 ? (
        <div className={styles.tableWrap}><Empty compact>{t('work.noTasks')}</Empty></div>
      ) : (
        <ul>
          {desk.tasks.slice(0, 8).map(task => (
            <TaskRow key={task.id} task={task} />
          ))}
        </ul>
      )}
      <OpenTasks />
      <TourHint />
    </aside>
  );
}

function MyWork({ desk }: { desk: Desk }) {
  const { t } = useTranslation('desk');
  const named = useNamed();
  const focus = useFocus();
  const line = (pop: ScreenPop) => named(pop.desk.line_of_business);
  return (
    <ul className="col">
      {desk.offer?.offer && (
        <Item key={desk.offer.offer.id} icon={IconPhone} ringing current={focus.kind === 'ringing'} name={<Caller pop={desk.offer} plain />} time={<Elapsed since={desk.offer.offer.made} />}>
          {t('work.ringing')} · {line(desk.offer)}
        </Item>
      )}
      {desk.calls.map(call => (
        <Item key={call.interaction} icon={IconPhone} current={focus.kind === 'call' && focus.call === call} name={<Caller pop={call.pop} plain />} time={<span className="accent b5"><Elapsed since={call.connected ?? call.since} /></span>}>
          {t(`bar.${call.state}`)} · {line(call.pop)}
        </Item>
      ))}
      {desk.wrapups.map(wrapup => (
        <Item key={wrapup.id} icon={IconClipboardText} current={focus.kind === 'wrapup' && focus.wrapup === wrapup} name={<Caller pop={wrapup.pop} plain />} time={<span className="warn b5"><Remaining until={wrapup.due} /></span>}>
          {t(wrapup.state === 'overdue' ? 'work.owed' : 'work.wrapup')} · {line(wrapup.pop)}
        </Item>
      ))}
    </ul>
  );
}

interface ItemProps {
  icon: Icon;
  name: ReactNode;
  time: ReactNode;
  children: ReactNode;
  current: boolean;
  ringing?: boolean;
}

function Item({ icon: Icon, name, time, children, current, ringing }: ItemProps) {
  return (
    <li className={styles.item} aria-current={current || undefined} data-ringing={ringing || undefined}>
      <span className={styles.icon}>
        <Icon size={16} stroke={1.7} aria-hidden />
      </span>
      <span className={styles.name}>{name}</span>
      <span className="meta tn">{time}</span>
      <span className={styles.sub}>{children}</span>
    </li>
  );
}

function Queues({ rows }: { rows: readonly QueueRow[] }) {
  const { t } = useTranslation('desk');
  const named = useNamed();
  return (
    <>
      {rows.length === 0 && (
        <div className={styles.head}>
          <h2>{t('work.queues')}</h2>
        </div>
      )}
      <div className={styles.tableWrap}>
        {rows.length === 0 ? (
          <Empty compact>{t('work.noQueues')}</Empty>
        ) : (
          <table className={styles.queues} data-testid="my-queues">
            <thead>
              <tr>
                <th scope="col">
                  <h2>{t('work.queues')}</h2>
                </th>
                <th scope="col">{t('work.waiting')}</th>
                <th scope="col">{t('work.longest')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <tr key={row.id}>
                  <td>{named(row)}</td>
                  <td className={row.waiting ? 'b6' : 'ink3'}>{row.waiting}</td>
                  <td className={row.longest_wait_since ? 'warn b6' : 'ink3'}>{row.longest_wait_since ? <Elapsed since={row.longest_wait_since} /> : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </>
  );
}
