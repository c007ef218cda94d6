import { analyticsListFindings, keys, type FindingView } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Card, Empty, Pill, ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { useQuery } from '@tanstack/react-query';
import styles from './Reports.module.css';
import { timeOf } from './times';

/** What the detectors saw in the last days: it asks somebody to look, nothing more. */
export function Findings({ onOpen }: { onOpen: (finding: string) => void }) {
  const { t } = useTranslation('reports');
  const found = useQuery({ queryKey: [...keys.findings, 'list'], queryFn: ({ signal }) => analyticsListFindings({ query: { limit: 8 }, signal }) });
  const people = new Map(found.data?.users.map(user => [user.id, user.name]));
  return (
    <Card title={t('findings')} aside={t('findingsAside')} testId="report-findings">
      {found.isPending && <SkeletonLines lines={4} />}
      <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      {found.data?.items.length === 0 && <Empty compact>{t('noFindings')}</Empty>}
      <ul className={styles.findings}>
        {found.data?.items.map(finding => (
          <Finding key={finding.id} finding={finding} name={people.get(finding.user) ?? ''} onOpen={onOpen} />
        ))}
      </ul>
    </Card>
  );
}

function Finding({ finding, name, onOpen }: { finding: FindingView; name: string; onOpen: (finding: string) => void }) {
  const { t } = useTranslation('reports');
  const locale = useLocale();
  return (
    <li>
      <button type="button" className={styles.finding} onClick={() => { onOpen(finding.id); }} data-testid="report-finding">
        <span className="b6">{finding.name}</span>
        <span className="meta ink3">
          {timeOf(`${finding.day}T00:00:00Z`, 'UTC', 'day', locale)} · {name} · {t('findingCount', { count: finding.count, handled: finding.handled })}
        </span>
        <Pill tone={finding.state === 'open' ? 'warn' : 'ok'}>{t(`findingIs.${finding.state}`)}</Pill>
      </button>
    </li>
  );
}
