import { useTranslation } from '@madoguchi/i18n';
import { useShortcut } from '@madoguchi/ui';
import { IconPhoneOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import styles from './Noren.module.css';

/** By mouse one press ends the call; by key two within three seconds, so that a slip never cuts a customer off. */
export function HangUp({ onConfirm }: { onConfirm: () => void }) {
  const { t } = useTranslation('desk');
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    if (!armed) return undefined;
    const timer = setTimeout(() => { setArmed(false); }, 3000);
    return () => { clearTimeout(timer); };
  }, [armed]);
  useShortcut({ keys: 'Alt+E', label: t('bar.hangUpTwice'), group: t('keys.call') }, () => {
    if (armed) onConfirm();
    setArmed(!armed);
  });
  return (
    <button type="button" className={styles.button} data-end onClick={onConfirm} aria-keyshortcuts="Alt+E" data-testid="call-hangup">
      <IconPhoneOff size={20} stroke={1.7} aria-hidden />
      {t(armed ? 'bar.onceMore' : 'bar.hangUp')}
      <span className={styles.letter} aria-hidden>
        E
      </span>
    </button>
  );
}
