import { useTranslation } from '@madoguchi/i18n';
import styles from './parts.module.css';
import { useTick } from './tick';

const RADIUS = 25;
const ROUND = 2 * Math.PI * RADIUS;

/** Seconds left until `until`, as a ring that empties, for the noren. `total` is the whole length in seconds. */
export function Countdown({ until, total, testId }: { until: string; total: number; testId?: string }) {
  const { t } = useTranslation('ui');
  const left = Math.max(0, (Date.parse(until) - useTick(200)) / 1000);
  const seconds = Math.ceil(left);
  return (
    <svg className={styles.countdown} width="60" height="60" viewBox="0 0 60 60" role="timer" aria-label={t('secondsLeft', { seconds })} data-testid={testId}>
      <circle cx="30" cy="30" r={RADIUS} fill="none" stroke="var(--md-noren-line)" strokeWidth="4" />
      <circle
        cx="30"
        cy="30"
        r={RADIUS}
        fill="none"
        stroke="var(--md-noren-ink)"
        strokeWidth="4"
        strokeLinecap="round"
        strokeDasharray={`${String((ROUND * Math.min(left, total)) / total)} ${String(ROUND)}`}
        transform="rotate(-90 30 30)"
      />
      <text x="30" y="36" textAnchor="middle" fontSize="18" fontWeight="600" fill="var(--md-noren-ink)" className="tn" aria-hidden>
        {seconds}
      </text>
    </svg>
  );
}
