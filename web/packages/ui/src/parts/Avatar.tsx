import { useLocale } from '@madoguchi/i18n';
import { nameFor } from './PersonName';
import styles from './parts.module.css';

/** The first character of a name as this reader sees it: the family name in Japanese, romaji in English where we have it. Decorative; the name stands beside it or labels the control. */
export function Avatar({ name, romaji, size = 28 }: { name: string; romaji?: string | null; size?: number }) {
  const shown = nameFor(useLocale(), { name, romaji });
  return (
    <span className={styles.avatar} style={{ width: size, height: size, fontSize: size * 0.42 }} aria-hidden>
      {[...shown.trim()][0]?.toUpperCase() ?? '?'}
    </span>
  );
}
