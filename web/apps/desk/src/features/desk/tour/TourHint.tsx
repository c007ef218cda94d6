import { useTranslation } from '@madoguchi/i18n';
import { useFocus } from '../state';
import styles from './Tour.module.css';
import { useCallers, useTour } from './useTour';

/** While the tour's call is on: what can be tried right now. */
export function TourHint() {
  const { t } = useTranslation('desk');
  const { callers } = useCallers();
  const { done } = useTour();
  const { kind } = useFocus();
  if (callers.length === 0 || done === undefined || kind === 'idle') return null;
  return (
    <p className={styles.hint} role="note" data-testid="tour-hint">
      <span className="b6">{t('tour.title')}</span>
      <br />
      {t(`tour.now.${kind}`)}
    </p>
  );
}
