import type { BoardPerson, BoardQueue, BreakReason } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, Empty, PresenceDot, useTick } from '@madoguchi/ui';
import { IconHandStop, IconHeadphones, IconPhone, IconPlayerPause } from '@tabler/icons-react';
import { memo } from 'react';
import styles from './Board.module.css';
import { byUrgency, GROUPS, groupOf, worryOf } from './groups';
import type { BoardSearch, Shown } from './search';

interface Props {
  people: readonly BoardPerson[];
  queues: readonly BoardQueue[];
  breaks: readonly BreakReason[];
  search: BoardSearch;
  onShow: (search: BoardSearch) => void;
}

/** Everybody who is shown, the most urgent first. Who is signed out shows on demand. */
export function People({ people, queues, breaks, search, onShow }: Props) {
  const { t } = useTranslation('supervision');
  const locale = useLocale();
  const now = useTick(1000);
  const queue = queues.find(each => each.id === search.queue);
  const names = new Map(queues.map(each => [each.id, locale === 'en' ? each.name_en : each.name_ja]));
  const whys = whysOf(breaks, locale);
  const team = people.filter(person => !queue || person.queues.includes(queue.id));
  const shown = team.filter(person => isShown(person, search.state)).sort(byUrgency(now));
  const open = (person: string) => { onShow({ ...search, person }); };
  return (
    <Card title={queue ? t('peopleOf', { queue: names.get(queue.id) }) : t('people')} aside={t('peopleOrder')}>
      <Chips label={t('state')}>
        <Chip on={!search.state} onPick={() => { onShow({ ...search, state: undefined }); }} testId="board-show-all">
          {t('atWork')} {team.filter(person => person.presence !== 'offline').length}
        </Chip>
        {search.state === 'everybody' && (
          <Chip on onPick={() => { onShow({ ...search, state: undefined }); }} testId="board-show-everybody">
            {t('group.everybody')} {team.length}
          </Chip>
        )}
        {GROUPS.map(group => (
          <Chip key={group} on={search.state === group} onPick={() => { onShow({ ...search, state: group }); }} testId={`board-show-${group}`}>
            <span className="row" aria-hidden>
              <PresenceDot state={group === 'away' ? 'break' : group} word={false} />
            </span>
            {t(`group.${group}`)} {team.filter(person => groupOf(person.presence) === group).length}
          </Chip>
        ))}
      </Chips>
      {shown.length === 0 ? (
        <Empty compact>{t('nobody')}</Empty>
      ) : (
        <ul className={styles.people}>
          {shown.map(person => (
            <Tile key={person.user} person={person} seconds={secondsOf(person, now)} worry={worryOf(person, now)} why={person.presence === 'break' ? whys.get(person.reason ?? '') : undefined} queue={person.talk?.queue ? (names.get(person.talk.queue) ?? '') : ''} onOpen={open} />
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Those of a group, everybody, or (where nothing is said) those at work. */
const isShown = ({ presence }: BoardPerson, state: Shown | undefined) => state === 'everybody' || (state ? groupOf(presence) === state : presence !== 'offline');

/** What the reasons for a break are called, by their code. */
export const whysOf = (breaks: readonly BreakReason[], locale: string) => new Map(breaks.map(each => [each.code, locale === 'en' ? each.name_en : each.name_ja]));

/** For how long they have done what they do; in a talk, since they were connected. */
function secondsOf({ talk, since }: BoardPerson, now: number): number | undefined {
  const start = talk ? (talk.status === 'held' ? talk.since : (talk.connected ?? talk.since)) : since;
  return start ? Math.floor((now - Date.parse(start)) / 1000) : undefined;
}

interface TileProps {
  person: BoardPerson;
  seconds: number | undefined;
  worry: string | undefined;
  why: string | undefined;
  queue: string;
  onOpen: (person: string) => void;
}

/** One person: name, what they do since when, with whom. Five hundred of these are on the page: only what changed renders. */
const Tile = memo(
  function Tile({ person, seconds, worry, why, queue, onOpen }: TileProps) {
    const { t } = useTranslation('supervision');
    const format = useFormat();
    const { talk, hand, beside, presence } = person;
    const held = talk?.status === 'held';
    return (
      <li>
        <button type="button" className={styles.person} data-worry={worry} data-testid="board-person" data-state={presence} data-hand={hand ? true : undefined} onClick={() => { onOpen(person.user); }}>
          <span className={styles.who}>
            <PresenceDot state={presence} word={false} />
            <span className="b5 clip grow">{person.name}</span>
            {hand && <IconHandStop size={15} stroke={1.8} role="img" aria-label={t('handUp')} className="bad" />}
            {beside.length > 0 && <IconHeadphones size={15} stroke={1.8} role="img" aria-label={t('beside')} className="accent" />}
          </span>
          <span className={styles.doing}>
            {talk ? (
              <>
                {held ? <IconPlayerPause size={13} stroke={1.8} aria-hidden /> : <IconPhone size={13} stroke={1.8} aria-hidden />}
                <span className="clip grow">{held ? t('held') : queue || t(`group.busy`)}{talk.name && ` · ${talk.name}`}</span>
              </>
            ) : (
              <span className="clip grow">{why ?? t(`doing.${presence}`)}</span>
            )}
            {seconds !== undefined && presence !== 'offline' && <span className={`tn ${worry ? 'bad b6' : ''}`}>{format.clock(seconds)}</span>}
          </span>
        </button>
      </li>
    );
  },
  (a, b) => a.person === b.person && a.seconds === b.seconds && a.worry === b.worry && a.why === b.why && a.queue === b.queue,
);
