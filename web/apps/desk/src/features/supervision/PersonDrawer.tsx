import { interactionsShow, keys, useMay, type Board, type BoardPerson, type Talk } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { usePhone, usePhoneWanted } from '@madoguchi/phone';
import { Avatar, Elapsed, PageLink, PersonName, Pill, PresenceDot, Section, TierPill } from '@madoguchi/ui';
import { Button, Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import styles from './Board.module.css';
import { HandDown } from './HandDown';
import { ModeButtons } from './ModeButtons';
import { useMonitoring } from './monitoring';
import { MoveQueues, MoveState } from './Moves';
import { whysOf } from './People';
import { SendMessage } from './SendMessage';

/** One person: what they do, the customer they are with, and everything a supervisor can do about it. */
export function PersonDrawer({ person, board, onClose }: { person: BoardPerson; board: Board; onClose: () => void }) {
  const { t } = useTranslation('supervision');
  const locale = useLocale();
  const team = board.teams.find(each => each.id === person.team);
  const may = { monitor: useMay('supervision.monitor'), move: useMay('routing.supervise'), steer: useMay('supervision.steer') };
  const why = person.presence === 'break' ? whysOf(board.breaks, locale).get(person.reason ?? '') : undefined;
  const title = (
    <span className="row">
      <Avatar name={person.name} size={40} />
      <span className={styles.whose}>
        <span className="title b6">{person.name}</span>
        <span className="row meta ink2">
          <PresenceDot state={person.presence} word={!why} />
          {why}
          {person.since && person.presence !== 'offline' && <Elapsed since={person.since} />}
          {team && <>· {locale === 'en' ? team.name_en : team.name_ja}</>}
        </span>
      </span>
    </span>
  );
  return (
    <Drawer opened size={520} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <div className={styles.drawer} data-testid="person">
        {person.hand && <HandDown person={person} since={person.hand} />}
        {person.talk ? <InTalk talk={person.talk} queues={board.queues} /> : <p className="ink2">{t('noTalk')}</p>}
        {person.talk && may.monitor && <Monitor person={person} talk={person.talk} />}
        <Besides person={person} />
        {may.steer && <SendMessage to={{ users: [person.user] }} label={t('messageTo', { name: person.name })} />}
        {may.move && <MoveState person={person} />}
        {may.move && <MoveQueues person={person} queues={board.queues} />}
        <p className="meta ink3">{t('audited')}</p>
      </div>
    </Drawer>
  );
}

/** The customer at the other end, with what the contact's record knows. */
function InTalk({ talk, queues }: { talk: Talk; queues: Board['queues'] }) {
  const { t } = useTranslation('supervision');
  const locale = useLocale();
  const may = useMay('interactions.read_all');
  const view = useQuery({ queryKey: keys.interaction(talk.interaction), queryFn: ({ signal }) => interactionsShow({ path: { interaction: talk.interaction }, signal }), enabled: may }).data;
  const customer = view?.customers.find(each => each.id === talk.customer);
  const queue = queues.find(each => each.id === talk.queue);
  return (
    <Section title={t('talk')} level={2} aside={<PageLink to={`/history/${talk.interaction}`}>{t('toRecord')}</PageLink>}>
      <div className={styles.talk} data-testid="person-talk">
        <span className="row">
          {customer ? <PageLink to={`/customers/${customer.id}`}><PersonName {...customer} /></PageLink> : <span className="b6">{talk.name || t('unknownCaller')}</span>}
          {customer && <TierPill tier={customer.tier} />}
        </span>
        <span className="row meta ink2">
          <span>{t(`status.${talk.status}`)}</span>
          <Elapsed since={talk.status === 'held' ? talk.since : (talk.connected ?? talk.since)} />
          {queue && <>· {locale === 'en' ? queue.name_en : queue.name_ja}</>}
          {talk.direction === 'out' && <Pill>{t('outgoing')}</Pill>}
        </span>
      </div>
    </Section>
  );
}

/** Beside this talk: only while it is one, and with a phone that can be rung. */
function Monitor({ person, talk }: { person: BoardPerson; talk: Talk }) {
  const { t } = useTranslation('supervision');
  usePhoneWanted(true);
  const { state, leg } = usePhone();
  const { mine, leave } = useMonitoring();
  const talking = talk.status === 'talking' || talk.status === 'held';
  const here = mine?.interaction_id === talk.interaction && mine.agent_id === person.user;
  const elsewhere = mine !== undefined && mine.state !== 'ended' && !here;
  const phoneThere = state === 'ready' || state === 'simulated';
  const why = !talking ? t('notTalking') : elsewhere ? t('elsewhere') : !phoneThere ? t(`phone.${state}`) : leg !== 'none' && !here ? t('busyYourself') : undefined;
  return (
    <Section title={t('monitor')} level={2}>
      <div className="col">
        <ModeButtons interaction={talk.interaction} agent={person.user} name={person.name} disabled={why !== undefined} />
        {why && <p className="meta ink2" role="status" data-testid="monitor-why">{why}</p>}
        {mine && (here || elsewhere) && (
          <Button variant="default" loading={leave.isPending} onClick={() => { leave.mutate(mine.id); }}>
            {t('leave')}
          </Button>
        )}
      </div>
    </Section>
  );
}

/** Who else is beside this talk. */
function Besides({ person }: { person: BoardPerson }) {
  const { t } = useTranslation('supervision');
  if (person.beside.length === 0) return null;
  return (
    <ul className="col" data-testid="person-beside">
      {person.beside.map(each => (
        <li key={each.user} className="meta ink2">
          {t(`besideAs.${each.mode}`, { name: each.name })}
        </li>
      ))}
    </ul>
  );
}
