import type { CustomerCard } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { Card, Empty, Pill } from '@madoguchi/ui';
import { IconDeviceDesktop, IconFileCertificate } from '@tabler/icons-react';
import styles from '../Customers.module.css';

const day = (date: string) => `${date}T00:00:00`;
const running = (until: string | null) => until === null || Date.parse(day(until)) + 86_400_000 > Date.now();

/** What the customer has from us: products with their warranty, and contracts. */
export function Holdings({ card }: { card: CustomerCard }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const locale = useLocale();
  return (
    <Card title={t('holdings')}>
      {card.products.length + card.contracts.length === 0 && <Empty compact>{t('noHoldings')}</Empty>}
      <ul className="list">
        {card.products.map(product => (
          <li key={product.id} className={styles.holding}>
            <IconDeviceDesktop size={20} stroke={1.5} className="ink3" aria-hidden />
            <div className="grow">
              <div className="b6">{locale === 'ja' ? product.name_ja : product.name_en}</div>
              <div className="meta ink3">{[product.code, product.bought && t('bought', { when: format.month(day(product.bought)) })].filter(Boolean).join(' · ')}</div>
              {product.warranty_until && (
                <Pill square tone={running(product.warranty_until) ? 'ok' : 'plain'}>
                  {t(running(product.warranty_until) ? 'warrantyUntil' : 'warrantyEnded', { when: format.month(day(product.warranty_until)) })}
                </Pill>
              )}
            </div>
          </li>
        ))}
        {card.contracts.map(contract => (
          <li key={contract.id} className={styles.holding}>
            <IconFileCertificate size={20} stroke={1.5} className="ink3" aria-hidden />
            <div className="grow">
              <div className="b6">{contract.title}</div>
              <div className="meta ink3 tn">
                {contract.number} · {format.date(day(contract.starts))}–{contract.ends && format.date(day(contract.ends))}
              </div>
            </div>
            <Pill square tone={contract.status === 'active' ? 'ok' : 'plain'}>
              {t(`ui:contractStatus.${contract.status}`)}
            </Pill>
          </li>
        ))}
      </ul>
    </Card>
  );
}
