import { crmShowHealth, crmTest, keys, type Connection } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ProblemAlert, Stamp } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconClockPause, IconPlayerPause, IconPlugConnected } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import styles from './Crm.module.css';
import { useFaultWords } from './words';

const looks = {
  ok: { icon: IconCircleCheck, tone: 'ok' },
  off: { icon: IconPlayerPause, tone: 'ink2' },
  resting: { icon: IconClockPause, tone: 'warn' },
  failing: { icon: IconAlertTriangle, tone: 'bad' },
  unknown: { icon: IconCircleDashed, tone: 'ink2' },
} as const;

/** One connection: how it fares, what it is owed, and a button that tries it now. */
export function ConnectionCard({ connection, title, onEdit }: { connection: Connection; title: string; onEdit: (() => void) | undefined }) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const health = useQuery({ queryKey: keys.crmHealth(connection.id), queryFn: ({ signal }) => crmShowHealth({ path: { connection: connection.id }, signal }), refetchInterval: 15_000 });
  const test = useMutation({
    mutationFn: () => crmTest({ path: { connection: connection.id } }),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.crmConnections }),
  });
  const state = health.data?.state ?? 'unknown';
  const { icon: Icon, tone } = looks[state];
  return (
    <li className={styles.card} data-broken={state === 'failing' || undefined} data-testid="crm-connection" data-state={state}>
      <div className={styles.cardHead}>
        <span className={styles.icon} aria-hidden>
          <IconPlugConnected size={20} stroke={1.7} />
        </span>
        <div className="grow">
          <h2>{connection.name}</h2>
          <p className="meta ink2">{title}</p>
        </div>
      </div>
      <p className={`row ${tone}`}>
        <Icon size={17} stroke={1.8} aria-hidden />
        <span className="b5">{t(`crm.is.${state}`)}</span>
        {health.data && health.data.owed > 0 && <span className="ink2">{t('crm.owed', { count: health.data.owed })}</span>}
        {health.data && health.data.stuck > 0 && <span className="bad">{t('crm.stuck', { count: health.data.stuck })}</span>}
      </p>
      <ProblemAlert error={test.error ?? health.error} />
      <TestResult connection={connection} version={test.data?.version ?? ''} />
      <div className={styles.cardFoot}>
        <span className="grow" />
        <Button variant="default" onClick={onEdit} disabled={!onEdit} aria-label={t('crm.editOf', { name: connection.name })} data-testid="crm-edit">
          {t('crm.edit')}
        </Button>
        <Button variant="default" loading={test.isPending} onClick={() => { test.mutate(); }} aria-label={t('crm.testOf', { name: connection.name })} data-testid="crm-test">
          {t('crm.test')}
        </Button>
      </div>
    </li>
  );
}

/** What the last test said, and when. */
function TestResult({ connection, version }: { connection: Connection; version: string }) {
  const { t } = useTranslation('admin');
  const words = useFaultWords();
  if (!connection.checked) return <p className="meta ink3">{t('crm.untested')}</p>;
  const fine = connection.check_result === 'ok';
  return (
    <p className="meta ink2" role="status" data-testid="crm-test-result">
      <Stamp at={connection.checked} /> {fine ? t('crm.tested') : words(connection.check_result)} {fine && version && t('crm.version', { version })}
    </p>
  );
}
