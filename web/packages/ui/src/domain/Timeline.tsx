import type { TimelineEntry } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { IconBrandLine, IconFileText, IconFolder, IconListCheck, IconMail, IconMessageCircle, IconPackage, IconPhone, IconPhoneOutgoing, IconPhoneX, IconPlayerPlay, IconPoint, type Icon } from '@tabler/icons-react';
import { PageLink } from '../parts/PageLink';
import { createElement, type ReactNode } from 'react';
import { Empty } from '../parts/Empty';
import { Pill } from '../parts/Pill';
import { Stamp } from '../parts/Time';
import styles from './Domain.module.css';

const icons: Record<string, Icon> = { case: IconFolder, task: IconListCheck, order: IconPackage, contract: IconFileText, email: IconMail, chat: IconMessageCircle, line: IconBrandLine };

type Line = TimelineEntry & Required<Pick<TimelineEntry, 'title' | 'codes'>>;

/** The kind or medium as a picture; the heading beside it says it in words. */
function iconOf({ kind, codes }: Line): Icon {
  if (kind !== 'interaction') return icons[kind] ?? IconPoint;
  if (codes['medium'] !== 'voice') return icons[String(codes['medium'])] ?? IconMessageCircle;
  if (codes['outcome'] === 'abandoned' || codes['outcome'] === 'missed') return IconPhoneX;
  return codes['direction'] === 'out' ? IconPhoneOutgoing : IconPhone;
}

interface Props {
  entries: readonly TimelineEntry[];
  /** What else stands under a line, where there is room. */
  more?: (entry: TimelineEntry) => ReactNode;
  /** The day stands over the lines already: only the time beside each. */
  clock?: boolean | undefined;
}

/** Everything that happened with a customer, on all channels, newest first. */
export function Timeline({ entries, more, clock }: Props) {
  const { t } = useTranslation('ui');
  if (entries.length === 0) return <Empty compact>{t('timeline.empty')}</Empty>;
  return (
    <ol data-testid="timeline">
      {entries.map(entry => (
        <Entry key={entry.id} entry={{ title: '', codes: {}, ...entry }} more={more} clock={clock} />
      ))}
    </ol>
  );
}

function Entry({ entry, more, clock }: { entry: Line } & Pick<Props, 'more' | 'clock'>) {
  const head = useHeading(entry);
  const { text, talk } = useDetail(entry);
  return (
    <li className={styles.entry} data-testid="timeline-entry" data-kind={entry.kind}>
      <span className={styles.entryIcon}>
        {createElement(iconOf(entry), { size: 14, stroke: 1.7, 'aria-hidden': true })}
      </span>
      <div>
        <div className={styles.entryHead}>
          <span className="b5">
            {entry.kind === 'interaction' ? (
              <PageLink to={`/history/${entry.id}`} className={styles.quiet}>
                {head} <Recorded entry={entry} />
              </PageLink>
            ) : (
              head
            )}
          </span>
          <span className="meta ink3">
            <Stamp at={entry.at} clock={clock} />
          </span>
        </div>
        <div className={styles.entryText}>
          <State entry={entry} /> {text} {talk && <span className="nowrap ink3">{talk}</span>}
        </div>
        <Said entry={entry} />
        {more?.(entry)}
      </div>
    </li>
  );
}

/** What it was: the reason in the reader's language, else the medium and direction; other kinds say their own title. */
function useHeading({ kind, title, codes }: Line): string {
  const { t } = useTranslation('ui');
  const locale = useLocale();
  if (kind === 'task' && !title) return t(`taskKind.${String(codes['kind'])}`, { defaultValue: t('timeline.task') });
  if (kind !== 'interaction') return title || t(`timeline.${kind}`, { defaultValue: kind });
  const reason = codes[locale === 'en' ? 'reason_en' : 'reason_ja'] || codes['reason_ja'];
  return reason ? String(reason) : t(`timeline.${String(codes['medium'])}_${String(codes['direction'])}`, { defaultValue: t('timeline.contact') });
}

/** There is something to listen to, and how long it is. */
function Recorded({ entry: { codes } }: { entry: Line }) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  if (!codes['recording']) return null;
  return (
    <span className="meta accent nowrap">
      <IconPlayerPlay size={12} stroke={1.7} role="img" aria-label={t('timeline.recording')} /> {format.clock(Number(codes['recording_seconds'] ?? 0))}
    </span>
  );
}

/** What was said, and how long was talked. */
function useDetail({ kind, title, codes }: Line): { text: string; talk?: string } {
  const { t } = useTranslation('ui');
  const format = useFormat();
  if (kind !== 'interaction') return { text: codes['number'] ? `#${String(codes['number'])}` : '' };
  const talk = Number(codes['talk_seconds'] ?? 0);
  return { text: title, ...(talk > 0 && { talk: t('timeline.talk', { span: format.clock(talk) }) }) };
}

/** What was said on the voicemail, or that nobody has written it down yet. */
function Said({ entry: { said } }: { entry: Line }) {
  const { t } = useTranslation('ui');
  if (said === null || said === undefined) return null;
  return (
    <div className={styles.entryText} data-testid="timeline-said">
      {said ? t('quoted', { text: said }) : <span className="ink3">{t('notWritten')}</span>}
    </div>
  );
}

function State({ entry: { kind, codes } }: { entry: Line }) {
  const { t } = useTranslation('ui');
  if (kind === 'interaction') {
    const outcome = String(codes['outcome']);
    if (outcome === 'abandoned' || outcome === 'missed') return <Pill tone="bad" square>{t(`outcome.${outcome}`)}</Pill>;
    if (outcome === 'callback' || outcome === 'voicemail') return <Pill tone="warn" square>{t(`outcome.${outcome}`)}</Pill>;
    if (outcome === 'unclassified') return <Pill tone="warn" square>{t('outcome.unclassified')}</Pill>;
    if (codes['callback_owed']) return <Pill tone="warn" square>{t('timeline.callbackOwed')}</Pill>;
    return null;
  }
  const status = codes['status'] ?? codes['state'];
  return status ? <Pill square>{t(`${kind}Status.${String(status)}`, { defaultValue: String(status) })}</Pill> : null;
}
