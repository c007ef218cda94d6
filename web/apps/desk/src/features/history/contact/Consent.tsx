import type { ContactView } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Card, Pill, type Tone } from '@madoguchi/ui';
import styles from '../History.module.css';

const TONES: Record<string, Tone> = { agreed: 'ok', noticed: 'plain', refused: 'warn', unheard: 'bad' };

/** What the other side was told of the recording and said to it: when, how, and by the rule of which region. */
export function Consent({ view: { contact } }: { view: ContactView }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  if (contact.consents.length === 0) return null;
  return (
    <Card title={t('consent.title')} testId="contact-consent">
      <ol className="list">
        {contact.consents.map(each => (
          <li key={each.id} className={styles.note} data-testid="consent-row" data-state={each.state}>
            <p className="row wrap">
              <Pill square tone={TONES[each.state] ?? 'plain'}>{t(`consent.${each.state}`)}</Pill>
              <span>{t(`eventAbout.how.${each.how}`)}</span>
              <span className="meta ink3 tn">{format.timeWithSeconds(each.at)}</span>
            </p>
            <p className="meta ink3">{`${format.region(each.region) || t('consent.nowhere')} · ${t(`consent.rule.${each.rule}`)}`}</p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
