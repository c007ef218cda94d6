import type { SpecialDay } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { DayInput } from '@madoguchi/ui';
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconCalendarPlus, IconTrash } from '@tabler/icons-react';
import styles from './Calendars.module.css';
import { SpansField } from './SpansField';

interface Props {
  value: readonly SpecialDay[];
  onChange: (days: SpecialDay[]) => void;
  fault: (at: string) => string | undefined;
}

const tomorrow = () => {
  const day = new Date();
  day.setDate(day.getDate() + 1);
  return `${String(day.getFullYear())}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}`;
};

/** Dates with hours of their own: closed for a stocktaking, open on a Sunday, shorter before a holiday. */
export function SpecialDays({ value, onChange, fault }: Props) {
  const { t } = useTranslation('calendars');
  const put = (index: number, part: Partial<SpecialDay>) => { onChange(value.map((day, at) => (at === index ? { ...day, ...part } : day))); };
  return (
    <div className="col">
      {value.map((special, index) => {
        const at = `special_days.${String(index)}`;
        return (
          <div key={index} className={styles.special} data-testid="hours-special">
            <div className="row">
              <DayInput w={140} size="xs" aria-label={t('special.date', { row: index + 1 })} value={special.day} error={fault(`${at}.day`)} onChange={day => { if (day) put(index, { day }); }} data-testid="hours-special-date" />
              <TextInput className="grow" size="xs" aria-label={t('special.nameJa')} placeholder={t('special.nameJa')} value={special.name_ja ?? ''} onChange={event => { put(index, { name_ja: event.currentTarget.value }); }} data-testid="hours-special-name-ja" />
              <TextInput className="grow" size="xs" aria-label={t('special.nameEn')} placeholder={t('special.nameEn')} value={special.name_en ?? ''} onChange={event => { put(index, { name_en: event.currentTarget.value }); }} />
              <ActionIcon aria-label={t('special.remove', { row: index + 1 })} onClick={() => { onChange(value.filter((_, other) => other !== index)); }}>
                <IconTrash size={16} />
              </ActionIcon>
            </div>
            <SpansField day={t('special.hours', { day: special.day })} value={special.spans ?? []} onChange={spans => { put(index, { spans }); }} fault={fault(`${at}.spans`)} closed={t('closedAllDay')} testId="hours-special" />
          </div>
        );
      })}
      <div>
        <Button variant="default" size="compact-sm" leftSection={<IconCalendarPlus size={15} />} onClick={() => { onChange([...value, { day: tomorrow(), spans: [], name_ja: '', name_en: '' }]); }} data-testid="hours-special-add">
          {t('special.add')}
        </Button>
      </div>
    </div>
  );
}
