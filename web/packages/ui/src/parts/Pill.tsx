import type { ReactNode } from 'react';
import styles from './parts.module.css';

/** Green, amber and red mean state only; `accent` marks a choice or a class, `line` a plain attribute. */
export type Tone = 'plain' | 'accent' | 'ok' | 'warn' | 'bad' | 'line' | 'noren';

export function Pill({ tone = 'plain', square, children, testId }: { tone?: Tone; square?: boolean; children: ReactNode; testId?: string }) {
  return (
    <span className={styles.pill} data-tone={tone} data-square={square || undefined} data-testid={testId}>
      {children}
    </span>
  );
}

/** A number on its own. `strong` where it asks for something. */
export function Count({ of, strong }: { of: number; strong?: boolean }) {
  return (
    <span className={styles.count} data-strong={strong || undefined}>
      {of}
    </span>
  );
}
