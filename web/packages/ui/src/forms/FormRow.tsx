import type { ReactNode } from 'react';
import styles from './forms.module.css';

/** One line of a settings page: what it is and why at the left, its fields at the right. */
export function FormRow({ label, hint, children }: { label: ReactNode; hint?: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <div className={styles.about}>
        <p className="b6">{label}</p>
        {hint && <p className="meta ink3">{hint}</p>}
      </div>
      <div className={styles.fields}>{children}</div>
    </div>
  );
}
