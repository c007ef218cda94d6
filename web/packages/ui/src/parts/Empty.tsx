import type { ReactNode } from 'react';
import styles from './parts.module.css';

/** Nothing here: one sentence and the next step. `compact` inside a column or card. */
export function Empty({ icon, children, action, compact }: { icon?: ReactNode; children: ReactNode; action?: ReactNode; compact?: boolean }) {
  return (
    <div className={styles.empty} data-compact={compact || undefined}>
      {icon}
      <p>{children}</p>
      {action}
    </div>
  );
}
