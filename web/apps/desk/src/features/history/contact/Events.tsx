import type { ContactView, EventRow } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { useNames } from '../useNames';
import styles from '../History.module.css';

/** Codes that tell more about an event, in the order in which they are said. */
const ABOUT = ['whom', 'to', 'reason', 'how', 'remedy', 'cause'] as const;

/** What happened, to the second: what, who, and what there is to say about it. */
export function Events({ view: { contact, users } }: { view: ContactView }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const { queueName } = useNames();
  const who = (event: EventRow) => {
    const user = contact.segments.find(each => each.id === event.segment_id)?.user_id ?? event.data.by;
    return users.find(each => each.id === user)?.name;
  };
  const about = (event: EventRow) => [
    ...ABOUT.flatMap(what => (event.data[what] ? [t(`eventAbout.${what}.${event.data[what]}`, '')] : [])),
    event.data.queue ? queueName(event.data.queue) : '',
    format.region(event.data.region ?? ''),
  ].filter(Boolean);
  return (
    <ol className={styles.events}>
      {contact.events.map(event => (
        <li key={`${event.at} ${event.kind} ${event.segment_id ?? ''}`} data-testid="event-row" data-kind={event.kind}>
          <span className="tn ink3">{format.timeWithSeconds(event.at)}</span>
          <span>
            {t(`event.${event.kind}`)}
            {about(event).length > 0 && <span className="ink3">{` · ${about(event).join(' · ')}`}</span>}
          </span>
          <span className="ink3">{who(event)}</span>
        </li>
      ))}
    </ol>
  );
}
