import { useCatalogue, type BoardQueue } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { Card, Defined, Elapsed, Empty, useTick } from '@madoguchi/ui';
import { IconAlertTriangle, IconUsersGroup } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './Board.module.css';
import { defined } from './defined';
import { countIn, missed, staffed, unserved } from './groups';
import type { BoardSearch, Count } from './search';

interface Props {
  queues: readonly BoardQueue[];
  search: BoardSearch;
  onShow: (search: BoardSearch) => void;
  onPeople: (search: BoardSearch) => void;
}

/** What stands over each column, and which figure of the catalogue that is. */
const COLUMNS = [
  { key: 'waiting', code: 'waiting', number: true },
  { key: 'longest', code: 'longest_wait' },
  { key: 'level', code: 'service_level' },
  { key: 'asa', code: 'asa', number: true },
  { key: 'abandoned', code: 'abandon_rate', number: true },
] as const;

/** The queues, the most endangered first. Every number opens its rows; what a level is held to stands beside it. */
export function Queues({ queues, search, onShow, onPeople }: Props) {
  const { t } = useTranslation('supervision');
  const catalogue = useCatalogue().data;
  if (queues.length === 0)
    return (
      <Card className={styles.queuesCard}>
        <Empty icon={<IconUsersGroup size={32} stroke={1.5} />}>{t('noQueues')}</Empty>
      </Card>
    );
  return (
    <Card title={t('queues')} aside={t('queuesOrder')} className={styles.queuesCard}>
      <div className={styles.tableScroll}>
        <table className={styles.queues} aria-label={t('queues')}>
          <thead>
            <tr>
              <th scope="col">{t('queue')}</th>
              {COLUMNS.map(column => (
                <th key={column.key} scope="col" data-number={'number' in column || undefined}>
                  <Defined metric={defined(catalogue, column.code)} testId="board-queues-define">{t(column.key)}</Defined>
                </th>
              ))}
              <th scope="col" data-number>
                <Defined metric={defined(catalogue, 'ready')} testId="board-queues-define">{t('group.ready')}</Defined>
                {' / '}
                <Defined metric={defined(catalogue, 'at_work')} testId="board-queues-define">{t('staffed')}</Defined>
              </th>
            </tr>
          </thead>
          <tbody>
            {queues.map(queue => (
              <Row key={queue.id} queue={queue} search={search} onShow={onShow} onPeople={onPeople} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Row({ queue, search, onShow, onPeople }: { queue: BoardQueue } & Omit<Props, 'queues'>) {
  const { t } = useTranslation('supervision');
  const format = useFormat();
  const locale = useLocale();
  const name = (locale === 'en' ? queue.name_en : queue.name_ja) || queue.name_ja;
  const chosen = search.queue === queue.id;
  const alone = unserved(queue);
  const { day, target } = queue;
  const opens = (count: Count, value: ReactNode, empty: boolean) => <Number empty={empty} label={t('opensOf', { queue: name, what: t(`count.${count}`) })} onOpen={() => { onShow({ ...search, count, of: queue.id }); }}>{value}</Number>;
  const those = (state: 'ready' | undefined, value: ReactNode) => <Number label={t('opensPeopleOf', { queue: name, what: t(state ? `group.${state}` : 'atWork') })} onOpen={() => { onPeople({ ...search, queue: queue.id, state }); }}>{value}</Number>;
  return (
    <tr data-testid="board-queue" data-queue={queue.code} data-unserved={alone || undefined} data-chosen={chosen || undefined}>
      <th scope="row">
        <button type="button" className={styles.name} aria-pressed={chosen} onClick={() => { onShow({ ...search, queue: chosen ? undefined : queue.id }); }}>
          {name}
        </button>
        {alone && (
          <span className={styles.alarm}>
            <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
            {t('nobodyReady')}
          </span>
        )}
      </th>
      <td data-number data-testid="board-queue-waiting" className={queue.waiting ? 'b6' : undefined}>{opens('waiting', queue.waiting, queue.waiting === 0)}</td>
      <td data-testid="board-queue-longest">{queue.oldest ? opens('waiting', <Wait since={queue.oldest} goal={target.seconds} />, false) : <span className="ink3">–</span>}</td>
      <td data-testid="board-queue-level">
        {day.service_level === null || day.service_level === undefined ? <span className="ink3">{t('goalShort', { percent: target.percent, seconds: target.seconds })}</span> : (
          <span className={styles.level}>
            {opens('decided', <span className={missed(queue) ? 'bad b6' : undefined}>{day.service_level} %</span>, false)}
            <Meter share={day.service_level / 100} mark={target.percent / 100} tone={missed(queue) ? 'bad' : 'ok'} />
            <span className="micro ink3 nowrap">{t('goalShort', { percent: target.percent, seconds: target.seconds })}</span>
          </span>
        )}
      </td>
      <td data-number data-testid="board-queue-asa">{day.asa === null || day.asa === undefined ? <span className="ink3">–</span> : opens('answered', format.clock(day.asa), false)}</td>
      <td data-number data-testid="board-queue-abandoned">
        {opens('abandoned', <>{day.abandoned}{day.abandon_rate !== null && day.abandon_rate !== undefined && <span className="ink3"> ({day.abandon_rate} %)</span>}</>, day.abandoned === 0)}
      </td>
      <td data-number data-testid="board-queue-ready">
        <span className={styles.pair}>
          {those('ready', <span className={alone ? 'bad b6' : undefined}>{countIn(queue.agents, 'ready')}</span>)} / {those(undefined, staffed(queue.agents))}
        </span>
      </td>
    </tr>
  );
}

function Number({ children, label, onOpen, empty }: { children: ReactNode; label: string; onOpen: () => void; empty?: boolean }) {
  return (
    <button type="button" className={`${styles.number ?? ''} ${empty ? 'ink3' : ''}`} onClick={onOpen}>
      <span className="visually-hidden">{label}</span>
      {children}
    </button>
  );
}

/** How long the first in line has waited, against what the queue is held to: three times over is a full bar. */
function Wait({ since, goal }: { since: string; goal: number }) {
  const seconds = (useTick(1000) - Date.parse(since)) / 1000;
  const tone = seconds > 3 * goal ? 'bad' : seconds > goal ? 'warn' : 'calm';
  return (
    <span className={styles.level}>
      <span className={tone === 'bad' ? 'bad b6' : tone === 'warn' ? 'warn b6' : undefined}>
        <Elapsed since={since} />
      </span>
      <Meter share={Math.min(1, seconds / (3 * goal))} tone={tone} />
    </span>
  );
}

function Meter({ share, mark, tone }: { share: number; mark?: number; tone: string }) {
  return (
    <span className={styles.meter} data-tone={tone} aria-hidden>
      <span style={{ inlineSize: `${String(Math.round(share * 100))}%` }} />
      {mark !== undefined && <i style={{ insetInlineStart: `${String(Math.round(mark * 100))}%` }} />}
    </span>
  );
}
