import type { ReactNode } from 'react';
import styles from './parts.module.css';

interface SectionProps {
  title: ReactNode;
  /** What stands at the right of the heading: a count, a link. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  /** Its rank under the page's title. */
  level?: 2 | 3;
}

/** A heading and what belongs to it, without a frame. */
export function Section({ title, aside, children, className, level = 3 }: SectionProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <section className={className}>
      <div className={styles.sectionHead}>
        <Heading className={styles.sectionTitle}>{title}</Heading>
        {aside !== undefined && <span className="end ink3">{aside}</span>}
      </div>
      {children}
    </section>
  );
}

interface CardProps {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  /** No padding: the content runs to the edge (tables, lists). */
  flush?: boolean;
  className?: string;
  testId?: string;
}

/** A framed surface, with a heading where it has a title. */
export function Card({ title, aside, children, flush, className, testId }: CardProps) {
  return (
    <div className={[styles.card, flush && styles.flush, className].filter(Boolean).join(' ')} data-testid={testId}>
      {title === undefined ? children : <Section level={2} title={title} aside={aside}>{children}</Section>}
    </div>
  );
}

/** The name of a page and its main actions. */
export function PageHead({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <header className={styles.pageHead}>
      <h1 className="grow">{title}</h1>
      {children}
    </header>
  );
}
