import type { ContactView } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import styles from '../History.module.css';

/** What happened, to the second. */
export function Events({ view: { contact, users } }: { view: ContactView }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const who = (segment: string | null) => users.find(user => user.id === contact.segments.find(each => each.id === segment)?.user_id)?.name;
  return (
    <ol className={styles.events}>
      {contact.events.map(event => (
        <li key={`${event.at} ${event.kind} ${event.segment_id ?? ''}`}>
          <span className="tn ink3">{format.timeWithSeconds(event.at)}</span>
          <span>{t(`event.${event.kind}`, event.kind)}</span>
          <span className="ink3">{who(event.segment_id)}</span>
        </li>
      ))}
    </ol>
  );
}
