import type { CaseRow } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { PageLink } from '../parts/PageLink';
import { Pill, type Tone } from '../parts/Pill';
import { Stamp } from '../parts/Time';
import { useTick } from '../parts/tick';
import styles from './Domain.module.css';

const tones: Record<CaseRow['status'], Tone> = { new: 'warn', open: 'warn', pending: 'plain', resolved: 'ok', closed: 'plain' };

export function CaseStatus({ status }: { status: CaseRow['status'] }) {
  const { t } = useTranslation('ui');
  return (
    <Pill tone={tones[status]} square>
      {t(`caseStatus.${status}`)}
    </Pill>
  );
}

/** When a case or task is due; amber and a word once it is late. `bare` under a heading that says "due" already. */
export function Due({ at, open = true, bare }: { at: string; open?: boolean; bare?: boolean }) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  const now = useTick(60_000);
  const late = open && Date.parse(at) < now;
  return <span className={`tn nowrap ${late ? 'warn b5' : 'ink3'}`}>{bare && !late ? format.due(at) : t(late ? 'late' : 'due', { when: format.due(at) })}</span>;
}

/** A customer's cases in a card or column, each opening its page. */
export function CaseLines({ cases }: { cases: readonly CaseRow[] }) {
  return (
    <ul className="list">
      {cases.map(each => (
        <li key={each.id} className={styles.case}>
          <div className={styles.caseHead}>
            <span className="ink3 tn nowrap">#{each.number}</span>
            <CaseStatus status={each.status} />
            <span className="end">{each.due ? <Due at={each.due} open={each.status !== 'closed' && each.status !== 'resolved'} /> : <span className="ink3"><Stamp at={each.changed} /></span>}</span>
          </div>
          <div className={styles.caseTitle}>
            <PageLink to={`/cases/${each.id}`} className={styles.quiet}>{each.title}</PageLink>
          </div>
        </li>
      ))}
    </ul>
  );
}
