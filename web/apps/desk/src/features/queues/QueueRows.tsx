import type { QueueLoad } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Card, Elapsed, Empty, PageLink } from '@madoguchi/ui';
import { IconAlertTriangle, IconUsersGroup } from '@tabler/icons-react';
import { countIn, type Group } from './groups';
import { Oldest } from './Oldest';
import styles from './Queues.module.css';
import type { QueuesSearch } from './search';

interface Props {
  queues: readonly QueueLoad[];
  search: QueuesSearch;
  onShow: (search: QueuesSearch) => void;
}

const counted = ['ready', 'busy', 'wrap_up', 'not_responding', 'away'] as const satisfies readonly Group[];

/** The queues, the one with the longest wait first. Each figure shows its people below. */
export function QueueRows({ queues, search, onShow }: Props) {
  const { t } = useTranslation('queues');
  if (queues.length === 0)
    return (
      <Card>
        <Empty icon={<IconUsersGroup size={32} stroke={1.5} />} action={<PageLink to="/admin">{t('toAdmin')}</PageLink>}>
          {t('noQueues')}
        </Empty>
      </Card>
    );
  return (
    <Card flush className={styles.table}>
      <table className={styles.queues} aria-label={t('queues')}>
        <thead>
          <tr>
            <th scope="col">{t('queue')}</th>
            <th scope="col" data-number>{t('waiting')}</th>
            <th scope="col" data-number>{t('longest')}</th>
            <th scope="col">{t('oldest')}</th>
            {counted.map(group => (
              <th key={group} scope="col" data-number>{t(`group.${group}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {queues.map(queue => (
            <Row key={queue.id} queue={queue} search={search} onShow={onShow} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function Row({ queue, search, onShow }: { queue: QueueLoad; search: QueuesSearch; onShow: Props['onShow'] }) {
  const { t } = useTranslation('queues');
  const locale = useLocale();
  const name = (locale === 'en' ? queue.name_en : queue.name_ja) || queue.name_ja;
  const chosen = search.queue === queue.id;
  const unserved = queue.waiting > 0 && countIn(queue.agents, 'ready') === 0;
  return (
    <tr data-testid="live-queue" data-queue={queue.code} data-unserved={unserved || undefined} data-chosen={chosen || undefined}>
      <th scope="row">
        <button type="button" className={styles.name} aria-pressed={chosen} onClick={() => { onShow(chosen ? {} : { queue: queue.id }); }}>
          {name}
        </button>
        {unserved && (
          <span className={styles.alarm}>
            <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
            {t('nobodyReady')}
          </span>
        )}
      </th>
      <td data-number data-testid="live-waiting" className={queue.waiting ? 'b6' : 'ink3'}>{queue.waiting}</td>
      <td data-number data-testid="live-longest" className={queue.oldest ? 'warn b6' : 'ink3'}>{queue.oldest ? <Elapsed since={queue.oldest} /> : '–'}</td>
      <td data-testid="live-oldest">{queue.oldest_contact ? <Oldest contact={queue.oldest_contact} /> : <span className="ink3">–</span>}</td>
      {counted.map(group => (
        <td key={group} data-number data-testid={`live-${group}`}>
          <People count={countIn(queue.agents, group)} group={group} queue={name} onShow={() => { onShow({ queue: queue.id, state: group }); }} />
        </td>
      ))}
    </tr>
  );
}

function People({ count, group, queue, onShow }: { count: number; group: Group; queue: string; onShow: () => void }) {
  const { t } = useTranslation('queues');
  if (count === 0) return <span className="ink3">0</span>;
  return (
    <button type="button" className={`${styles.figure ?? ''} ${group === 'not_responding' ? 'bad b6' : ''}`} aria-label={t('showPeople', { queue, state: t(`group.${group}`), count })} onClick={onShow}>
      {count}
    </button>
  );
}
