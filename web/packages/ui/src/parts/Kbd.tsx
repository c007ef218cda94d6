import { keyName } from '../keys/shortcuts';
import styles from './parts.module.css';

/** The key printed on its button. `on` says which surface it lies on. */
export function Kbd({ keys, on }: { keys: string; on?: 'noren' | 'accent' }) {
  return (
    <kbd className={styles.kbd} data-on={on} aria-hidden>
      {keyName(keys)}
    </kbd>
  );
}
