import type { AgentRow, QueueTable } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Card, Chip, Chips, Elapsed, Empty, PresenceDot } from '@madoguchi/ui';
import { GROUPS, groupOf, worrying } from './groups';
import styles from './Queues.module.css';
import type { QueuesSearch } from './search';

interface Props {
  table: QueueTable;
  search: QueuesSearch;
  onShow: (search: QueuesSearch) => void;
}

const rank = (agent: AgentRow) => GROUPS.indexOf(groupOf(agent.presence));
/** Who may need somebody comes first: missed calls, then the longest in each state. */
const byWorry = (a: AgentRow, b: AgentRow) => rank(a) - rank(b) || a.since.localeCompare(b.since);

/** Everybody of the chosen queue (or of all) with state and time in state. Who is signed out shows on demand. */
export function People({ table, search, onShow }: Props) {
  const { t } = useTranslation('queues');
  const locale = useLocale();
  const queue = table.queues.find(each => each.id === search.queue);
  const team = table.agents.filter(agent => !queue || agent.queues.includes(queue.id));
  const shown = team.filter(agent => (search.state ? groupOf(agent.presence) === search.state : agent.presence !== 'offline')).sort(byWorry);
  const name = queue && (locale === 'en' ? queue.name_en : queue.name_ja);
  return (
    <Card title={name ? t('peopleOf', { queue: name }) : t('people')} aside={t('order')}>
      <Chips label={t('state')}>
        <Chip on={!search.state} onPick={() => { onShow({ ...search, state: undefined }); }}>
          {t('atWork')} {team.filter(agent => agent.presence !== 'offline').length}
        </Chip>
        {GROUPS.map(group => (
          <Chip key={group} on={search.state === group} onPick={() => { onShow({ ...search, state: group }); }} testId={`live-show-${group}`}>
            <span className="row" aria-hidden>
              <PresenceDot state={group === 'away' ? 'break' : group} word={false} />
            </span>
            {t(`group.${group}`)} {team.filter(agent => groupOf(agent.presence) === group).length}
          </Chip>
        ))}
      </Chips>
      {shown.length === 0 ? (
        <Empty compact>{t('nobody')}</Empty>
      ) : (
        <ul className={styles.people}>
          {shown.map(agent => (
            <Person key={agent.user} agent={agent} name={table.names[agent.user] ?? ''} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Person({ agent, name }: { agent: AgentRow; name: string }) {
  return (
    <li className={styles.person} data-worrying={worrying(agent.presence) || undefined} data-testid="live-person" data-state={agent.presence}>
      <span className="b6">{name}</span>
      <span className={styles.doing}>
        <PresenceDot state={agent.presence} />
        <span className="end">
          <Elapsed since={agent.since} />
        </span>
      </span>
    </li>
  );
}
