import { useMay, useMayAny } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Count, Mark } from '@madoguchi/ui';
import { useDisclosure } from '@mantine/hooks';
import { IconKeyboard } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { DemoMenu, Noren, PresenceMenu, useWorkCount } from '../../features/desk';
import { AlertNotices, MessageBanner, MonitorBar, Ordered } from '../../features/supervision/bars';
import { DueSoon } from '../../features/tasks/callbacks/DueSoon';
import { Connection, ConnectionBanner } from './Connection';
import { KeysSheet } from './KeysSheet';
import { places, type Place } from './nav';
import { Search } from './Search';
import styles from './Shell.module.css';
import { UserMenu } from './UserMenu';

/** The frame that stays while pages change: rail, top bar with the call hanging from it, and the page. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation('app');
  const [keys, { open, close }] = useDisclosure();
  const agent = useMay('desk.use');
  const work = useWorkCount();
  return (
    <div className={styles.app}>
      <nav className={styles.rail} aria-label={t('nav.label')}>
        <Link to="/" className={styles.mark}>
          <Mark />
        </Link>
        {places.map(place => (
          <RailPlace key={place.to} place={place} count={place.name === 'desk' ? work : 0} />
        ))}
        <span className="grow" />
        {agent && <DemoMenu className={styles.place} />}
        <button type="button" className={styles.place} onClick={open} data-testid="keys-open">
          <IconKeyboard size={20} stroke={1.6} />
          {t('nav.keys')}
        </button>
        <UserMenu />
      </nav>
      <header className={styles.top}>
        {agent && (
          <div className={styles.side}>
            <PresenceMenu />
          </div>
        )}
        <div className={styles.centre}>{agent && <Noren />}</div>
        <div className={styles.side}>
          <Search />
          <Connection />
        </div>
      </header>
      <div className={styles.body}>
        <ConnectionBanner />
        <MessageBanner />
        <MonitorBar />
        <div className={styles.page}>{children}</div>
      </div>
      <AlertNotices />
      <DueSoon />
      <Ordered />
      <KeysSheet opened={keys} onOpen={open} onClose={close} />
    </div>
  );
}

function RailPlace({ place, count }: { place: Place; count: number }) {
  const { t } = useTranslation('app');
  const may = useMayAny(place.needs);
  if (!may) return null;
  return (
    <Link to={place.to} className={styles.place} activeOptions={{ exact: place.to === '/' }}>
      <place.icon size={21} stroke={1.6} aria-hidden />
      {t(`nav.${place.name}`)}
      {count > 0 && (
        <span className={styles.badge}>
          <Count of={count} strong />
        </span>
      )}
    </Link>
  );
}
