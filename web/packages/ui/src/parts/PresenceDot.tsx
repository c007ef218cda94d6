import { useTranslation } from '@madoguchi/i18n';
import styles from './parts.module.css';

/** A presence as shape and word: filled ready/busy, amber ring wrap-up, grey ring away, red square not responding. */
export function PresenceDot({ state, word = true }: { state: string; word?: boolean }) {
  const { t } = useTranslation('ui');
  return (
    <>
      <span className={styles.dot} data-state={state} aria-hidden />
      {word ? t(`presence.${state}`) : <span className="visually-hidden">{t(`presence.${state}`)}</span>}
    </>
  );
}
