import { useCatalogue, type Board, type BoardPerson, type Total } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { Defined, Elapsed, Figures } from '@madoguchi/ui';
import type { ReactNode } from 'react';
import styles from './Board.module.css';
import { defined } from './defined';
import { groupOf } from './groups';
import type { BoardSearch, Count, Shown } from './search';

interface Props {
  board: Board;
  total: Total;
  people: readonly BoardPerson[];
  search: BoardSearch;
  onShow: (search: BoardSearch) => void;
  onPeople: (search: BoardSearch) => void;
}

/** The figures of all that is shown. Each opens what it is made of and says what it means; what each is held to is written out. */
export function Tiles({ board, total, people, search, onShow, onPeople }: Props) {
  const { t } = useTranslation('supervision');
  const format = useFormat();
  const locale = useLocale();
  const catalogue = useCatalogue().data;
  const { day, target } = total;
  const oldest = board.queues.find(queue => queue.id === total.oldest_queue);
  const at = (presence: string) => people.filter(person => groupOf(person.presence) === presence).length;
  const here = people.filter(person => person.presence !== 'offline').length;
  const head = (name: string, code: string) => <Defined metric={defined(catalogue, code)} testId="board-define">{name}</Defined>;
  const opens = (count: Count, value: ReactNode) => <Opens label={t('opens', { what: t(`count.${count}`) })} onOpen={() => { onShow({ ...search, count, of: undefined }); }}>{value}</Opens>;
  const those = (state: Shown | undefined, value: ReactNode) => <Opens label={t('opensPeople', { what: state ? t(`group.${state}`) : t('atWork') })} onOpen={() => { onPeople({ ...search, state, queue: undefined }); }}>{value}</Opens>;
  const figure = (value: number | null | undefined, shown: (value: number) => ReactNode) => (value === null || value === undefined ? '–' : shown(value));
  return (
    <Figures
      label={t('sums')}
      figures={[
        { name: t('waiting'), head: head(t('waiting'), 'waiting'), value: opens('waiting', total.waiting), note: opens('offered', t('offeredNote', { count: day.offered })), testId: 'board-waiting' },
        {
          name: t('longest'),
          head: head(t('longest'), 'longest_wait'),
          value: total.oldest ? opens('waiting', <span className="warn"><Elapsed since={total.oldest} /></span>) : '–',
          note: oldest && (locale === 'en' ? oldest.name_en : oldest.name_ja),
          testId: 'board-longest',
        },
        {
          name: t('level'),
          head: head(t('level'), 'service_level'),
          value: figure(day.service_level, percent => opens('decided', <Level percent={percent} goal={target?.percent} />)),
          note: target ? t('goal', { percent: target.percent, seconds: target.seconds }) : t('goalOwn'),
          testId: 'board-level',
        },
        {
          name: t('abandoned'),
          head: head(t('abandoned'), 'abandon_rate'),
          value: figure(day.abandon_rate, rate => opens('abandoned', `${String(rate)} %`)),
          note: <>{opens('abandoned', t('abandonedNote', { count: day.abandoned }))} · {opens('short_abandoned', t('shortNote', { count: day.short_abandoned }))}</>,
          testId: 'board-abandoned',
        },
        { name: t('asa'), head: head(t('asa'), 'asa'), value: figure(day.asa, asa => opens('answered', format.clock(asa))), note: opens('answered', t('answeredNote', { count: day.answered })), testId: 'board-asa' },
        { name: t('aht'), head: head(t('aht'), 'aht'), value: figure(day.aht, aht => opens('handled', format.clock(aht))), note: opens('handled', t('handledNote', { count: day.handled })), testId: 'board-aht' },
        {
          name: t('staffed'),
          head: head(t('staffed'), 'at_work'),
          value: <span className={styles.pair}>{those(undefined, here)} <span className="title ink2">/ {those('everybody', people.length)}</span></span>,
          note: <>{those('busy', t('busyNote', { count: at('busy') }))} · {those('ready', t('readyNote', { count: at('ready') }))}</>,
          testId: 'board-staffed',
        },
      ]}
    />
  );
}

/** A number that opens its rows; `label` says to those who do not see it where it leads. */
function Opens({ children, label, onOpen }: { children: ReactNode; label: string; onOpen: () => void }) {
  return (
    <button type="button" className={styles.figure} onClick={onOpen}>
      <span className="visually-hidden">{label}</span>
      {children}
    </button>
  );
}

function Level({ percent, goal }: { percent: number; goal: number | undefined }) {
  return <span className={goal !== undefined && percent < goal ? 'bad' : undefined}>{percent} %</span>;
}
