import { keys, supervisionShowBoard, useMay, useSession, type Board } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { useLiveState, useTopic } from '@madoguchi/live';
import { PageHead, Pill, ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { Button, SegmentedControl } from '@mantine/core';
import { IconDeviceTv, IconMessage2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Alerts } from './Alerts';
import { AlertWishes } from './AlertWishes';
import styles from './Board.module.css';
import { byDanger } from './groups';
import { MessagesDrawer } from './MessagesDrawer';
import { People } from './People';
import { PersonDrawer } from './PersonDrawer';
import { Queues } from './Queues';
import type { BoardSearch } from './search';
import { StaysDrawer } from './StaysDrawer';
import { Tiles } from './Tiles';
import { useWall } from './useWall';

/** How every queue, team and person stands right now; the live feed moves it, nobody reloads. */
export function BoardPage() {
  const { t } = useTranslation('supervision');
  useTopic('topic:board');
  const board = useQuery({ queryKey: keys.board, queryFn: ({ signal }) => supervisionShowBoard({ signal }), staleTime: 0 });
  const search = useSearch({ from: '/signed-in/supervision' });
  const navigate = useNavigate();
  const show = (next: BoardSearch) => void navigate({ to: '/supervision', search: next, replace: true });
  const wall = useWall(search, show);
  const may = useMay('supervision.steer');
  const [writing, setWriting] = useState(false);
  return (
    <main className={styles.page} data-wall={wall.on || undefined} data-testid="board">
      <PageHead title={t('title')}>
        <Liveness at={board.data?.at} />
        {board.data && <Teams board={board.data} search={search} onShow={show} />}
        <AlertWishes />
        {may && (
          <Button variant="default" leftSection={<IconMessage2 size={16} stroke={1.7} />} onClick={() => { setWriting(true); }} data-testid="board-message">
            {t('message')}
          </Button>
        )}
        <Button variant="default" leftSection={<IconDeviceTv size={16} stroke={1.7} />} onClick={wall.toggle} data-testid="board-wall">
          {t(wall.on ? 'wallOff' : 'wall')}
        </Button>
      </PageHead>
      {board.isPending && <SkeletonLines lines={8} height={28} />}
      <ProblemAlert error={board.error} onRetry={() => void board.refetch()} />
      {board.data && <Whole board={board.data} search={search} onShow={show} />}
      {board.data && writing && <MessagesDrawer board={board.data} team={search.team} onClose={() => { setWriting(false); }} />}
    </main>
  );
}

function Whole({ board, search, onShow }: { board: Board; search: BoardSearch; onShow: (search: BoardSearch) => void }) {
  const members = board.people.filter(person => !search.team || person.team === search.team);
  const served = new Set(members.flatMap(person => person.queues));
  const queues = board.queues.filter(queue => !search.team || served.has(queue.id)).sort(byDanger);
  const total = board.totals.find(each => (each.team ?? undefined) === search.team) ?? board.totals[0];
  const person = board.people.find(each => each.user === search.person);
  const list = useRef<HTMLDivElement>(null);
  const onPeople = (next: BoardSearch) => {
    onShow(next);
    list.current?.focus(); // the list lies below: it is brought into view, and the keyboard goes on there
  };
  return (
    <>
      {total && <Tiles board={board} total={total} people={members} search={search} onShow={onShow} onPeople={onPeople} />}
      <div className={styles.middle}>
        <Queues queues={queues} search={search} onShow={onShow} onPeople={onPeople} />
        <Alerts search={search} onShow={onShow} />
      </div>
      <div ref={list} tabIndex={-1} className={styles.list} data-testid="board-people">
        <People people={members} queues={board.queues} breaks={board.breaks} search={search} onShow={onShow} />
      </div>
      {search.count && <StaysDrawer count={search.count} of={search.of} queues={queues} onShow={count => { onShow({ ...search, count }); }} onClose={() => { onShow({ ...search, count: undefined, of: undefined }); }} />}
      {person && <PersonDrawer key={person.user} person={person} board={board} onClose={() => { onShow({ ...search, person: undefined }); }} />}
    </>
  );
}

/** The teams, those that I lead first. */
function Teams({ board, search, onShow }: { board: Board; search: BoardSearch; onShow: (search: BoardSearch) => void }) {
  const { t } = useTranslation('supervision');
  const locale = useLocale();
  const me = useSession().user.id;
  if (board.teams.length === 0) return null;
  const mine = (leaders: readonly string[] | undefined) => (leaders?.includes(me) ? 0 : 1);
  const teams = [...board.teams].sort((a, b) => mine(a.leaders) - mine(b.leaders) || a.code.localeCompare(b.code));
  return (
    <SegmentedControl
      aria-label={t('team')}
      value={search.team ?? ''}
      onChange={team => { onShow({ ...search, team: team || undefined, queue: undefined }); }}
      data={[{ value: '', label: t('allTeams') }, ...teams.map(team => ({ value: team.id, label: locale === 'en' ? team.name_en : team.name_ja }))]}
      data-testid="board-team"
    />
  );
}

/** Whether what is shown is of now. */
function Liveness({ at }: { at: string | undefined }) {
  const { t } = useTranslation('supervision');
  const format = useFormat();
  const live = useLiveState() === 'online';
  if (!at) return null;
  return (
    <Pill tone={live ? 'ok' : 'warn'} testId="board-state">
      {t(live ? 'live' : 'stale', { time: format.timeWithSeconds(at) })}
    </Pill>
  );
}
