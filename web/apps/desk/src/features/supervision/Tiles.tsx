import type { Board, BoardPerson, Total } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { Elapsed, Figures, PageLink } from '@madoguchi/ui';
import type { ReactNode } from 'react';
import styles from './Board.module.css';
import { groupOf } from './groups';
import type { BoardSearch, Count } from './search';

interface Props {
  board: Board;
  total: Total;
  people: readonly BoardPerson[];
  search: BoardSearch;
  onShow: (search: BoardSearch) => void;
}

/** The figures of all that is shown. Each opens what it is made of; what each is held to is written out. */
export function Tiles({ board, total, people, search, onShow }: Props) {
  const { t } = useTranslation('supervision');
  const format = useFormat();
  const locale = useLocale();
  const { day, target } = total;
  const oldest = board.queues.find(queue => queue.id === total.oldest_queue);
  const at = (presence: string) => people.filter(person => groupOf(person.presence) === presence).length;
  const here = people.filter(person => person.presence !== 'offline').length;
  const opens = (count: Count, value: ReactNode) => (
    <button type="button" className={styles.figure} onClick={() => { onShow({ ...search, count, of: undefined }); }}>
      <span className="visually-hidden">{t('opens', { what: t(`count.${count}`) })}</span>
      {value}
    </button>
  );
  return (
    <Figures
      label={t('sums')}
      figures={[
        { name: t('waiting'), value: opens('waiting', total.waiting), note: t('waitingNote', { count: day.offered }), testId: 'board-waiting' },
        {
          name: t('longest'),
          value: total.oldest ? opens('waiting', <span className="warn"><Elapsed since={total.oldest} /></span>) : '–',
          note: oldest && (locale === 'en' ? oldest.name_en : oldest.name_ja),
          testId: 'board-longest',
        },
        {
          name: t('level'),
          value: day.service_level === null || day.service_level === undefined ? '–' : opens('late', <Level percent={day.service_level} goal={target?.percent} />),
          note: target ? t('goal', { percent: target.percent, seconds: target.seconds }) : t('goalOwn'),
          testId: 'board-level',
        },
        {
          name: t('abandoned'),
          value: day.abandon_rate === null || day.abandon_rate === undefined ? '–' : opens('abandoned', `${String(day.abandon_rate)} %`),
          note: t('abandonedNote', { count: day.abandoned, short: day.short_abandoned }),
          testId: 'board-abandoned',
        },
        {
          name: t('asa'),
          value: day.asa === null || day.asa === undefined ? '–' : opens('answered', format.clock(day.asa)),
          note: t('answeredNote', { count: day.answered }),
          testId: 'board-asa',
        },
        {
          name: t('aht'),
          value: day.aht === null || day.aht === undefined ? '–' : <PageLink to="/history" className={styles.figure}>{format.clock(day.aht)}</PageLink>,
          note: t('handledNote', { count: day.handled }),
          testId: 'board-aht',
        },
        {
          name: t('staffed'),
          value: (
            <button type="button" className={styles.figure} onClick={() => { onShow({ ...search, state: undefined, queue: undefined }); }}>
              {here} <span className="title ink2">/ {people.length}</span>
            </button>
          ),
          note: t('staffedNote', { busy: at('busy'), ready: at('ready') }),
          testId: 'board-staffed',
        },
      ]}
    />
  );
}

function Level({ percent, goal }: { percent: number; goal: number | undefined }) {
  return <span className={goal !== undefined && percent < goal ? 'bad' : undefined}>{percent} %</span>;
}
