import { keys, workspaceListSlots, type SlotShown } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Empty, ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import styles from './Callbacks.module.css';

const STEP = 3;
const MOST = 12;

interface Props {
  queue: string;
  /** The beginning of the time that is chosen. */
  value: string | null;
  /** The time that is booked now: it stays to be had. */
  own?: string | null;
  onChange: (start: string) => void;
  error?: React.ReactNode;
}

/** The times at which somebody of the queue will be there to call, day by day; full ones say so. */
export function Slots({ queue, value, own = null, onChange, error }: Props) {
  const { t } = useTranslation('callbacks');
  const format = useFormat();
  const [days, setDays] = useState(STEP);
  const slots = useQuery({ queryKey: [...keys.callbackSlots, queue, days], queryFn: ({ signal }) => workspaceListSlots({ query: { queue, days }, signal }), placeholderData: previous => previous });
  const byDay = useMemo(() => byDays(slots.data ?? []), [slots.data]);
  return (
    <div role="group" aria-label={t('slots')} data-testid="callback-slots">
      <span className="b5">{t('slots')}</span>
      {slots.isPending && <SkeletonLines lines={4} />}
      <ProblemAlert error={slots.error} onRetry={() => void slots.refetch()} />
      {slots.data?.length === 0 && <Empty compact>{t('noSlots')}</Empty>}
      {byDay.map(day => (
        <section key={day[0]!.start}>
          <h3 className={styles.day}>{format.heading(day[0]!.start)}</h3>
          <div className={styles.slots}>
            {day.map(slot => {
              const theirs = sameMoment(slot.start, own);
              const left = slot.free === 0 ? t('full') : t('free', { count: slot.free });
              return (
                <button key={slot.start} type="button" className={styles.slot} disabled={slot.free === 0 && !theirs} aria-pressed={sameMoment(slot.start, value)} onClick={() => { onChange(slot.start); }} data-testid="callback-slot" data-own={theirs || undefined}>
                  <span className="tn">{format.time(slot.start)}</span>
                  <span className="meta">{theirs ? t('slotNow') : left}</span>
                </button>
              );
            })}
          </div>
        </section>
      ))}
      {days < MOST && slots.data && (
        <Button mt="sm" variant="subtle" size="compact-sm" loading={slots.isFetching} onClick={() => { setDays(days + STEP); }}>
          {t('moreDays')}
        </Button>
      )}
      {error && <p className="bad" role="alert">{error}</p>}
    </div>
  );
}

const sameMoment = (start: string, chosen: string | null) => chosen !== null && Date.parse(start) === Date.parse(chosen);

function byDays(slots: readonly SlotShown[]): SlotShown[][] {
  const found = new Map<string, SlotShown[]>();
  for (const slot of slots) {
    const day = new Date(slot.start).toDateString();
    found.set(day, [...(found.get(day) ?? []), slot]);
  }
  return [...found.values()];
}
