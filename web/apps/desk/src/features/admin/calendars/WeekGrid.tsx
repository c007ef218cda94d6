import type { Span } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Button, Switch } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import styles from './Calendars.module.css';
import { DayBar, SpansField } from './SpansField';
import { WEEKDAYS, type HoursWish } from './times';

interface Props {
  wish: HoursWish;
  onChange: (part: Partial<HoursWish>) => void;
  fault: (at: string) => string | undefined;
}

/** The week as a grid: a row each day, hours written and drawn; public holidays below, like a day of their own. */
export function WeekGrid({ wish, onChange, fault }: Props) {
  const { t } = useTranslation('calendars');
  const set = (day: number, spans: readonly Span[]) => { onChange({ week: wish.week.map((kept, at) => (at === day ? [...spans] : kept)) }); };
  const copy = () => { onChange({ week: wish.week.map((kept, at) => (at < 5 ? [...wish.week[0]!] : kept)) }); };
  return (
    <div className={styles.week}>
      {WEEKDAYS.map((weekday, day) => (
        <div key={weekday} className={styles.day} data-testid={`hours-day-${String(weekday)}`}>
          <span className={styles.dayName} data-weekend={weekday > 5 || undefined}>{t(`weekday.${String(weekday)}`)}</span>
          <div className="col">
            <DayBar spans={wish.week[day]!} />
            <SpansField day={t(`weekdayLong.${String(weekday)}`)} value={wish.week[day]!} onChange={spans => { set(day, spans); }} fault={fault(`week.${String(day)}`)} testId={`hours-day-${String(weekday)}`} />
          </div>
          {day === 0 && (
            <Button className={styles.copy} variant="subtle" size="compact-xs" leftSection={<IconCopy size={14} />} onClick={copy} data-testid="hours-copy">
              {t('copyMonday')}
            </Button>
          )}
        </div>
      ))}
      <div className={styles.day} data-testid="hours-day-holiday">
        <span className={styles.dayName} data-weekend>{t('weekday.holiday')}</span>
        <div className="col">
          <Switch label={t('likeWeekday')} checked={wish.on_holidays === null} onChange={event => { onChange({ on_holidays: event.currentTarget.checked ? null : [] }); }} data-testid="hours-like-weekday" />
          {wish.on_holidays !== null && (
            <>
              <DayBar spans={wish.on_holidays} />
              <SpansField day={t('weekdayLong.holiday')} value={wish.on_holidays} onChange={spans => { onChange({ on_holidays: spans }); }} fault={fault('on_holidays')} testId="hours-day-holiday" />
            </>
          )}
        </div>
      </div>
    </div>
  );
}
