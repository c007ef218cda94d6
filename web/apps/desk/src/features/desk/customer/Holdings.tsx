import type { Contract, Order } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Empty, orderTones, Pill } from '@madoguchi/ui';
import { IconFileCertificate, IconPackage, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './Customer.module.css';

export function OrderLines({ orders, most = 3 }: { orders: readonly Order[]; most?: number }) {
  const { t } = useTranslation('desk');
  const { t: ui } = useTranslation('ui');
  const format = useFormat();
  if (orders.length === 0) return <Empty compact>{t('holdings.noOrders')}</Empty>;
  return (
    <ul>
      {orders.slice(0, most).map(order => (
        <Holding key={order.id} icon={IconPackage} title={order.lines.map(line => line.title).join('、') || order.number} aside={<Pill tone={orderTones[order.status]} square>{ui(`orderStatus.${order.status}`)}</Pill>}>
          <span className="nowrap">{format.money(order.total_minor, order.currency)}</span> · {format.date(order.ordered)}
          {order.due && order.status === 'shipped' && ` · ${t('holdings.arrives', { day: format.day(order.due) })}`}
        </Holding>
      ))}
    </ul>
  );
}

export function ContractLines({ contracts, most = 3 }: { contracts: readonly Contract[]; most?: number }) {
  const { t } = useTranslation('desk');
  const { t: ui } = useTranslation('ui');
  const format = useFormat();
  if (contracts.length === 0) return <Empty compact>{t('holdings.noContracts')}</Empty>;
  return (
    <ul>
      {contracts.slice(0, most).map(contract => (
        <Holding key={contract.id} icon={IconFileCertificate} title={contract.title} aside={<Pill tone={contract.status === 'active' ? 'ok' : 'plain'} square>{ui(`contractStatus.${contract.status}`)}</Pill>}>
          {contract.number} · {contract.ends ? t('holdings.until', { date: format.date(contract.ends) }) : t('holdings.since', { date: format.date(contract.starts) })}
        </Holding>
      ))}
    </ul>
  );
}

function Holding({ icon: Icon, title, aside, children }: { icon: Icon; title: string; aside: ReactNode; children: ReactNode }) {
  return (
    <li className={styles.holding}>
      <span className={styles.holdingIcon}>
        <Icon size={20} stroke={1.5} aria-hidden />
      </span>
      <div className="grow">
        <div className="row">
          <span className="b5 grow">{title}</span>
          {aside}
        </div>
        <div className="meta ink3 tn">{children}</div>
      </div>
    </li>
  );
}
