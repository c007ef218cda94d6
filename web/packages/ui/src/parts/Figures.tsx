import type { ReactNode } from 'react';
import styles from './parts.module.css';

export interface Figure {
  name: string;
  /** How the name is shown, where a word stands beside it. */
  head?: ReactNode;
  value: ReactNode;
  note?: ReactNode;
  testId?: string;
}

/** A strip of figures over a page, each with what it rests on. */
export function Figures({ label, figures }: { label: string; figures: readonly Figure[] }) {
  return (
    <dl className={styles.figures} aria-label={label}>
      {figures.map(figure => (
        <div key={figure.name} className={styles.figure} data-testid={figure.testId}>
          <dt className="meta ink3">{figure.head ?? figure.name}</dt>
          <dd className={styles.figureValue}>{figure.value}</dd>
          {figure.note && <dd className="meta ink3 clip">{figure.note}</dd>}
        </div>
      ))}
    </dl>
  );
}
