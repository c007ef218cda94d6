import { crmShowCard, keys, type Id } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Card, PhoneOrText, Pill, Section } from '@madoguchi/ui';
import { IconDatabase, IconDatabaseOff, IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import styles from './Customer.module.css';

interface Props {
  customer?: Id | undefined;
  /** Of somebody whom we do not know ourselves: who is in this contact. */
  interaction?: Id;
  framed?: boolean;
}

/** What the connected CRM knows, each field with its source. It fills in when it comes; a dead CRM is said, not waited for. */
export function Crm({ customer, interaction, framed }: Props) {
  const { t } = useTranslation('desk');
  const locale = useLocale();
  const { data: card } = useQuery({ queryKey: keys.crmCard(customer ?? interaction ?? ''), queryFn: ({ signal }) => crmShowCard({ query: customer ? { customer } : { interaction: interaction ?? null }, signal }) });
  if (!card || card.state === 'off') return null;
  if (card.state !== 'ok')
    return (
      <div className={styles.crm} role="status" data-testid="crm-state" data-state={card.state}>
        {card.state === 'down' ? <IconDatabaseOff size={16} stroke={1.7} aria-hidden /> : <IconDatabase size={16} stroke={1.7} aria-hidden />}
        {t(card.state === 'down' ? 'crm.down' : 'crm.waiting')}
      </div>
    );
  if (card.fields.length === 0) return null;
  const Frame = framed ? Card : Section;
  return (
    <Frame title={t('crm.title')} aside={card.url && <a href={card.url} target="_blank" rel="noreferrer" className="meta">{t('crm.open')} <IconExternalLink size={13} aria-hidden /></a>}>
      <dl className={framed ? undefined : styles.box} data-testid="crm-card">
        {card.fields.map(field => (
          <div key={field.name} className={styles.preferences}>
            <dt className="ink3">
              {locale === 'en' ? field.label_en : field.label_ja} <Pill square tone="line">{field.source}</Pill>
            </dt>
            <dd className="b5"><PhoneOrText text={field.value} {...(customer && { customer })} testId="crm-dial" /></dd>
          </div>
        ))}
      </dl>
    </Frame>
  );
}
