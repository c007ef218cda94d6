import type { Order } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { IconPackage } from '@tabler/icons-react';
import { PageLink } from '../parts/PageLink';
import { Pill, type Tone } from '../parts/Pill';
import styles from './Domain.module.css';

export const orderTones: Record<Order['status'], Tone> = { ordered: 'plain', shipped: 'ok', delivered: 'plain', returned: 'warn', cancelled: 'plain' };

/** The order that the call is about: its number was typed on the way in, or somebody linked it. It may be another's. */
export function NamedOrder({ order, customer, roomy }: { order: Order; customer: string | undefined; roomy?: boolean }) {
  const { t } = useTranslation('ui');
  return (
    <div className={styles.care} data-roomy={roomy || undefined} data-testid="pop-named-order">
      <IconPackage size={roomy ? 20 : 17} stroke={1.7} className="ink2" aria-hidden />
      <div>
        <div className="b6">{t('namedOrder', { number: order.number })}</div>
        <div className="row wrap">
          <Pill tone={orderTones[order.status]} square>{t(`orderStatus.${order.status}`)}</Pill>
          {order.customer !== customer && (
            <Pill tone="warn" square>
              <PageLink to={`/customers/${order.customer}`}>{t('anothersOrder')}</PageLink>
            </Pill>
          )}
        </div>
      </div>
    </div>
  );
}
