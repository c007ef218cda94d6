import { keys, supervisionListStays, type BoardQueue, type StayRow } from '@madoguchi/api';
import { nationalPhone, useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { Chip, Chips, Elapsed, Empty, PageLink, PersonName, ProblemAlert, SkeletonLines, Stamp } from '@madoguchi/ui';
import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import styles from './Board.module.css';
import { COUNTS, type Count } from './search';

interface Props {
  count: Count;
  of: string | undefined;
  queues: readonly BoardQueue[];
  onShow: (count: Count) => void;
  onClose: () => void;
}

/** The contacts behind a number of today, each a step from its record. */
export function StaysDrawer({ count, of, queues, onShow, onClose }: Props) {
  const { t } = useTranslation('supervision');
  const locale = useLocale();
  const shown = of ? queues.filter(queue => queue.id === of) : queues;
  const ids = shown.map(queue => queue.id);
  const rows = useQuery({
    queryKey: [...keys.stays, count, ids],
    queryFn: ({ signal }) => supervisionListStays({ query: { count, queue: ids }, signal }),
    enabled: ids.length > 0,
    staleTime: 0,
  });
  const name = shown.length === 1 && shown[0] ? (locale === 'en' ? shown[0].name_en : shown[0].name_ja) : t('allShown');
  return (
    <Drawer opened size={640} onClose={onClose} title={t('staysTitle', { queue: name, what: t(`count.${count}`) })} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <div className="col" data-testid="stays">
        <Chips label={t('which')}>
          {COUNTS.map(each => (
            <Chip key={each} on={each === count} onPick={() => { onShow(each); }} testId={`stays-${each}`}>
              {t(`count.${each}`)}
            </Chip>
          ))}
        </Chips>
        <p className="meta ink2">{t(`countAbout.${count}`)}</p>
        {rows.isPending && ids.length > 0 && <SkeletonLines lines={6} height={28} />}
        <ProblemAlert error={rows.error} onRetry={() => void rows.refetch()} />
        {(rows.data?.items.length === 0 || ids.length === 0) && <Empty compact>{t('noStays')}</Empty>}
        {rows.data && rows.data.items.length > 0 && <Rows rows={rows.data.items} list={rows.data} several={shown.length > 1} queues={queues} />}
      </div>
    </Drawer>
  );
}

function Rows({ rows, list, several, queues }: { rows: readonly StayRow[]; list: { users: { id: string; name: string }[]; customers: { id: string; name: string; kana: string; romaji: string }[] }; several: boolean; queues: readonly BoardQueue[] }) {
  const { t } = useTranslation('supervision');
  const locale = useLocale();
  const format = useFormat();
  const users = new Map(list.users.map(user => [user.id, user.name]));
  return (
    <table className={styles.stays} aria-label={t('contacts')}>
      <thead>
        <tr>
          <th scope="col">{t('entered')}</th>
          <th scope="col">{t('who')}</th>
          {several && <th scope="col">{t('queue')}</th>}
          <th scope="col" data-number>{t('waited')}</th>
          <th scope="col">{t('cameOf')}</th>
          <th scope="col">{t('takenBy')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => {
          const customer = list.customers.find(each => each.id === row.customer);
          const queue = queues.find(each => each.id === row.stay.queue);
          return (
            <tr key={`${row.stay.item} ${row.stay.queue}`} data-testid="stay-row">
              <td><Stamp at={row.stay.entered} clock /></td>
              <td>
                <PageLink to={`/history/${row.stay.interaction}`}>{customer ? <PersonName {...customer} /> : row.address ? nationalPhone(row.address) : t(`withheld.${row.withheld ?? 'unavailable'}`)}</PageLink>
              </td>
              {several && <td>{queue && (locale === 'en' ? queue.name_en : queue.name_ja)}</td>}
              <td data-number>{row.stay.waited === null || row.stay.waited === undefined ? <Elapsed since={row.stay.entered} /> : format.clock(row.stay.waited)}</td>
              <td>{t(`exit.${row.stay.exit ?? 'waiting'}`)}</td>
              <td>{row.users.map(user => users.get(user)).filter(Boolean).join(', ') || <span className="ink3">–</span>}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
