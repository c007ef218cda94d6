import { keys, telephonyHealth } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Pill, ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { useQuery } from '@tanstack/react-query';
import styles from './Phones.module.css';

/** Which switch there is, whether it answers now, and where carriers reach it. */
export function SwitchState() {
  const { t } = useTranslation('admin');
  const health = useQuery({ queryKey: keys.telephony, queryFn: ({ signal }) => telephonyHealth({ signal }), refetchInterval: 15_000 });
  if (health.error) return <ProblemAlert error={health.error} onRetry={() => void health.refetch()} />;
  if (!health.data) return <SkeletonLines lines={1} height={44} />;
  const { line, healthy, sip_address } = health.data;
  return (
    <div className={styles.switch} data-broken={!healthy || undefined} data-testid="switch-state">
      <span className="b6">{t('trunks.switch')}</span>
      <span>{t(`trunks.line.${line}`, line)}</span>
      <Pill square tone={healthy ? 'ok' : 'bad'}>
        {t(healthy ? 'trunks.answers' : 'trunks.silent')}
      </Pill>
      {sip_address && (
        <span className="ink2">
          {t('trunks.address')} <code>{sip_address}</code>
        </span>
      )}
      {!healthy && <span className="ink2">{t('trunks.silentHint')}</span>}
    </div>
  );
}
