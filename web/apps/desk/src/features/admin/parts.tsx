import { PageHead } from '@madoguchi/ui';
import type { ReactNode } from 'react';
import styles from './Admin.module.css';

/** A room of the administration that lists things: its name, its actions, its table. */
export function AdminPage({ title, actions, lead, children }: { title: string; actions?: ReactNode; lead?: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.page}>
      <div>
        <PageHead title={title}>{actions}</PageHead>
        {lead && <p className={`ink2 ${styles.lead}`}>{lead}</p>}
      </div>
      {children}
    </div>
  );
}

/** The name of a row, which opens it: the keyboard's way into a table. */
export function RowName({ onOpen, children }: { onOpen: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      className={styles.linkButton}
      onClick={event => {
        event.stopPropagation();
        onOpen();
      }}
    >
      {children}
    </button>
  );
}

