import styles from './parts.module.css';

/** The first character of a name: the family name in Japanese. Decorative; the name stands beside it or labels the control. */
export function Avatar({ name, size = 28 }: { name: string; size?: number }) {
  return (
    <span className={styles.avatar} style={{ width: size, height: size, fontSize: size * 0.42 }} aria-hidden>
      {[...name.trim()][0]?.toUpperCase() ?? '?'}
    </span>
  );
}
