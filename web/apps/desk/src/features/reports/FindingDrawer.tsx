import { analyticsAcknowledgeFinding, analyticsShowFinding, keys, useMay, type FindingDetail } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { PageLink, ProblemAlert, Section, SkeletonLines, Stamp } from '@madoguchi/ui';
import { Button, Drawer, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from './Reports.module.css';
import { timeOf } from './times';

/** One finding: its rule, the contacts it is made of, and what somebody made of it. */
export function FindingDrawer({ finding, onClose }: { finding: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('reports');
  const shown = useQuery({ queryKey: [...keys.findings, finding], queryFn: ({ signal }) => analyticsShowFinding({ path: { finding: finding! }, signal }), enabled: finding !== undefined });
  return (
    <Drawer opened={finding !== undefined} onClose={onClose} position="right" size={460} title={shown.data?.finding.name ?? t('findings')} closeButtonProps={{ 'aria-label': t('close') }}>
      {shown.isPending && <SkeletonLines lines={6} height={20} />}
      <ProblemAlert error={shown.error} onRetry={() => void shown.refetch()} />
      {shown.data && <Body detail={shown.data} />}
    </Drawer>
  );
}

function Body({ detail }: { detail: FindingDetail }) {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const locale = useLocale();
  const { finding, evidence, users } = detail;
  const name = (id: string | null) => users.find(user => user.id === id)?.name ?? '';
  return (
    <div className={styles.detail} data-testid="finding-detail">
      <p>
        <span className="b6">{name(finding.user)}</span> <span className="ink3">{timeOf(`${finding.day}T00:00:00Z`, 'UTC', 'day', locale)} · {t('findingCount', { count: finding.count, handled: finding.handled })}</span>
      </p>
      <p className={styles.words}>{finding.definition}</p>
      <p className="meta ink3">{t('noSanction')}</p>
      <Section title={t('evidence')}>
        <ul className={styles.evidence}>
          {evidence.map(each => (
            <li key={each.segment_id} data-testid="finding-evidence">
              <PageLink to={`/history/${each.interaction_id}`}>
                <Stamp at={each.at} />
              </PageLink>
              <span className="end">{format.clock(each.seconds)}</span>
              {each.usual != null && <span className="meta ink3">{t('usual', { usual: format.clock(each.usual) })}</span>}
            </li>
          ))}
        </ul>
      </Section>
      {finding.state === 'acknowledged' ? (
        <Section title={t('findingIs.acknowledged')}>
          <p className={styles.words} data-testid="finding-said">{finding.comment}</p>
          <p className="meta ink3">{name(finding.acknowledged_by)}</p>
        </Section>
      ) : (
        <Acknowledge finding={finding.id} />
      )}
    </div>
  );
}

function Acknowledge({ finding }: { finding: string }) {
  const { t } = useTranslation('reports');
  const cache = useQueryClient();
  const [comment, setComment] = useState('');
  const may = useMay('findings.acknowledge');
  const done = useMutation({
    mutationFn: () => analyticsAcknowledgeFinding({ path: { finding }, body: { comment } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.findings }),
  });
  if (!may) return null;
  return (
    <form className={styles.detail} onSubmit={event => { event.preventDefault(); done.mutate(); }}>
      <Textarea label={t('comment')} description={t('commentAbout')} autosize minRows={3} maxLength={4000} value={comment} onChange={event => { setComment(event.currentTarget.value); }} data-testid="finding-comment" />
      <ProblemAlert error={done.error} />
      <Button type="submit" loading={done.isPending} disabled={comment.trim() === ''} data-testid="finding-acknowledge">
        {t('acknowledge')}
      </Button>
    </form>
  );
}
