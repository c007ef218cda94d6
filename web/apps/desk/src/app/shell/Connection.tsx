import { useTranslation } from '@madoguchi/i18n';
import { useLiveState } from '@madoguchi/live';
import { Tooltip } from '@mantine/core';
import { IconPlugConnectedX, IconWifi, IconWifiOff } from '@tabler/icons-react';
import { useOnCall } from '../../features/desk';
import styles from './Shell.module.css';

const icons = { connecting: IconWifi, online: IconWifi, reconnecting: IconPlugConnectedX, offline: IconWifiOff, stopped: IconWifiOff };

/** The line to the server, always visible: shape, word and colour. */
export function Connection() {
  const { t } = useTranslation('app');
  const state = useLiveState();
  const onCall = useOnCall();
  const Icon = icons[state];
  return (
    <Tooltip label={t(`connection.${state}Detail`)}>
      <span className={styles.connection} role="status" data-state={state} data-quiet={(onCall && state === 'online') || undefined} data-testid="connection-state">
        <Icon size={17} stroke={1.7} aria-hidden />
        <span>{t(`connection.${state}`)}</span>
      </span>
    </Tooltip>
  );
}

/** While the line is down: what still works, and that nothing is lost. */
export function ConnectionBanner() {
  const { t } = useTranslation('app');
  const state = useLiveState();
  if (state !== 'reconnecting' && state !== 'offline') return null;
  return (
    <div className={styles.banner} role="status" data-testid="connection-banner">
      <IconPlugConnectedX size={18} stroke={1.7} aria-hidden />
      <span className="b6">{t(`connection.${state}`)}</span>
      <span>{t('connection.stillWorks')}</span>
    </div>
  );
}
