import type { ContactView, Disposition } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Card, Empty, Pill, Stamp } from '@madoguchi/ui';
import styles from '../History.module.css';

/** What each agent recorded at the end: the reason, and what was asked, done and agreed. */
export function Dispositions({ view: { contact, users } }: { view: ContactView }) {
  const { t } = useTranslation('history');
  return (
    <Card title={t('disposition')} testId="contact-disposition">
      {contact.dispositions.length === 0 && <Empty compact>{t('noDisposition')}</Empty>}
      {contact.dispositions.map(each => (
        <One key={each.segment_id} disposition={each} by={users.find(user => user.id === each.recorded_by)?.name} />
      ))}
    </Card>
  );
}

function One({ disposition, by }: { disposition: Disposition; by: string | undefined }) {
  const { t } = useTranslation('history');
  const locale = useLocale();
  const reason = (locale === 'ja' ? disposition.reason_ja : disposition.reason_en) || disposition.reason_ja;
  const words = (['asked', 'done', 'result'] as const).filter(field => disposition[field]);
  return (
    <div className={styles.disposition}>
      <div className="row wrap">
        <span className="b6">{reason || t('outcomeIs.unclassified')}</span>
        {disposition.resolution && <Pill square>{t(`resolution.${disposition.resolution}`, disposition.resolution)}</Pill>}
        {disposition.callback_owed && <Pill square tone="warn">{t('callbackOwed')}</Pill>}
      </div>
      <dl>
        {words.map(field => (
          <div key={field}>
            <dt className="meta ink3">{t(field === 'asked' ? 'whatAsked' : field)}</dt>
            <dd className={styles.words}>{disposition[field]}</dd>
          </div>
        ))}
      </dl>
      <p className="meta ink3">
        {by} <Stamp at={disposition.recorded} />
      </p>
    </div>
  );
}
