import { crmListConnections, crmListVendors, keys, useList, type Connection, type VendorView } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconPlug } from '@tabler/icons-react';
import { useState } from 'react';
import { AdminPage } from '../parts';
import { ConnectionCard } from './ConnectionCard';
import { ConnectionDrawer } from './ConnectionDrawer';
import styles from './Crm.module.css';
import { Writebacks } from './Writebacks';

interface Opened {
  vendor: VendorView;
  connection?: Connection;
}

/** The CRMs that we are connected with, those we could be, and what each was told. */
export function CrmPage() {
  const { t } = useTranslation('admin');
  const vendors = useList(keys.crmVendors, signal => crmListVendors({ signal }));
  const connections = useList(keys.crmConnections, signal => crmListConnections({ signal }));
  const [opened, setOpened] = useState<Opened>();
  const error = vendors.error ?? connections.error;
  return (
    <AdminPage title={t('nav.crm')} lead={t('crm.lead')}>
      {error && <ProblemAlert error={error} onRetry={() => { vendors.retry(); connections.retry(); }} />}
      {vendors.loading || connections.loading ? (
        <SkeletonLines lines={1} height={132} />
      ) : (
        <ul className={styles.cards}>
          {connections.rows.map(connection => {
            const vendor = vendors.rows.find(({ code }) => code === connection.vendor);
            return <ConnectionCard key={connection.id} connection={connection} title={vendor?.title ?? connection.vendor} onEdit={vendor && (() => { setOpened({ vendor, connection }); })} />;
          })}
          {vendors.rows.map(vendor => (
            <VendorCard key={vendor.code} vendor={vendor} onConnect={() => { setOpened({ vendor }); }} />
          ))}
        </ul>
      )}
      {connections.rows.length > 0 && <Writebacks connections={connections.rows} />}
      {opened && <ConnectionDrawer key={opened.connection?.id ?? opened.vendor.code} {...opened} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}

function VendorCard({ vendor, onConnect }: { vendor: VendorView; onConnect: () => void }) {
  const { t } = useTranslation('admin');
  return (
    <li className={styles.card} data-offer>
      <div className={styles.cardHead}>
        <span className={styles.icon} aria-hidden>
          <IconPlug size={20} stroke={1.7} />
        </span>
        <div className="grow">
          <h2>{vendor.title}</h2>
          <p className="meta ink2">{vendor.about}</p>
        </div>
      </div>
      <div className={styles.cardFoot}>
        <span className="grow" />
        <Button variant="default" onClick={onConnect} data-testid={`crm-connect-${vendor.code}`}>
          {t('crm.connect')}
        </Button>
      </div>
    </li>
  );
}
