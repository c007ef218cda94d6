import { calendarsPreviewOpeningHours, type Openness } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { DueInput, Pill } from '@madoguchi/ui';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import styles from './Calendars.module.css';
import { standing, type HoursWish } from './times';

/** “Is it open at …?”, asked of the hours as they stand on the screen, before they are kept. */
export function Preview({ wish }: { wish: HoursWish }) {
  const { t } = useTranslation('calendars');
  const [at, setAt] = useState<string | null>(() => new Date().toISOString());
  const [asked] = useDebouncedValue(wish, 400);
  const answer = useQuery({
    queryKey: ['opening-hours', 'preview', asked, at],
    queryFn: ({ signal }) => calendarsPreviewOpeningHours({ body: { hours: { ...asked, name: asked.name || '-' }, at: [at!] }, signal }),
    enabled: at !== null,
    retry: false,
    gcTime: 0,
  });
  return (
    <div className={styles.preview}>
      <DueInput label={t('preview.label')} placeholder={t('preview.none')} w={220} value={at} onChange={setAt} testId="hours-preview-at" />
      <p data-testid="hours-preview" data-why={answer.data?.[0]?.why} role="status">
        {answer.error ? t('preview.faulty') : answer.data?.[0] ? <Standing now={answer.data[0]} /> : ''}
      </p>
    </div>
  );
}

/** How it stands: open or not, why, until when. */
export function Standing({ now }: { now: Openness }) {
  const { t } = useTranslation('calendars');
  const format = useFormat();
  const ja = useLocale() === 'ja';
  const named = now.day && (ja ? now.day.name_ja || now.day.name_en : now.day.name_en || now.day.name_ja);
  return (
    <span className="row">
      <Pill square tone={now.open ? 'ok' : 'plain'}>{t(`why.${now.why}`)}</Pill>
      <span>
        {named && `${named}${t('comma')}`}
        {t(`standing.${standing(now)}`, { until: now.until ? format.due(now.until) : '' })}
      </span>
    </span>
  );
}
