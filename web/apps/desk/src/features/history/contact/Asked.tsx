import { keys, routingListOffers, useMay } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { Card, Pill, type Tone, usePersonName } from '@madoguchi/ui';
import { useQuery } from '@tanstack/react-query';
import styles from '../History.module.css';

const TONES: Record<string, Tone> = { accepted: 'ok', declined: 'warn', timed_out: 'bad' };

/** Who was asked to take the contact, what came of it, and why this person: for those who read everybody's contacts. */
export function Asked({ interaction }: { interaction: string }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const locale = useLocale();
  const personName = usePersonName();
  const may = useMay('interactions.read_all');
  const offers = useQuery({ queryKey: keys.offers(interaction), queryFn: ({ signal }) => routingListOffers({ path: { interaction }, signal }), enabled: may }).data;
  if (!offers || offers.length === 0) return null;
  return (
    <Card title={t('asked.title')}>
      <ol className="list">
        {offers.map(offer => (
          <li key={offer.id} className={styles.note} data-testid="offer-row">
            <p className="row">
              <span className="b5 grow">{personName(offer.user) ?? t('asked.somebody')}</span>
              <Pill square tone={TONES[offer.state] ?? 'plain'}>{t(`asked.is.${offer.state}`)}</Pill>
              <span className="meta ink3 tn">{format.timeWithSeconds(offer.made)}</span>
            </p>
            <p className={`meta ink2 ${styles.words ?? ''}`} data-testid="offer-why">{locale === 'ja' ? offer.words.ja : offer.words.en}</p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
