import type { ReactNode } from 'react';
import styles from './parts.module.css';

/** One of several choices in a row. */
export function Chip({ on, onPick, label, children, testId }: { on: boolean; onPick: () => void; label?: string; children: ReactNode; testId?: string }) {
  return (
    <button type="button" className={styles.chip} aria-pressed={on} aria-label={label} onClick={onPick} data-testid={testId}>
      {children}
    </button>
  );
}

export function Chips({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.chips} role="group" aria-label={label}>
      {children}
    </div>
  );
}
