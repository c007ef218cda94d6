import { keys, telephonyHealth, type SwitchHealth } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Pill, ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { useQuery } from '@tanstack/react-query';
import styles from './Phones.module.css';

/** Which switches there are, whether each answers now, and where carriers reach it. */
export function SwitchState() {
  const { t } = useTranslation('admin');
  const health = useQuery({ queryKey: keys.telephony, queryFn: ({ signal }) => telephonyHealth({ signal }), refetchInterval: 15_000 });
  if (health.error) return <ProblemAlert error={health.error} onRetry={() => void health.refetch()} />;
  if (!health.data) return <SkeletonLines lines={1} height={44} />;
  const { line, healthy, sip_address, switches } = health.data;
  const shown: SwitchHealth[] = switches.length > 0 ? switches : [{ id: '', kind: line, healthy, sip_address }];
  return shown.map(one => (
    <div className={styles.switch} data-broken={!one.healthy || undefined} data-testid="switch-state" key={one.id}>
      <span className="b6">{t('trunks.switch')}</span>
      <span>{t(`trunks.line.${one.kind}`, one.kind)}</span>
      {shown.length > 1 && <code>{one.id}</code>}
      <Pill square tone={one.healthy ? 'ok' : 'bad'}>
        {t(one.healthy ? 'trunks.answers' : 'trunks.silent')}
      </Pill>
      {one.sip_address && (
        <span className="ink2">
          {t('trunks.address')} <code>{one.sip_address}</code>
        </span>
      )}
      {!one.healthy && <span className="ink2">{t(healthy ? 'trunks.silentAmongOthers' : 'trunks.silentHint')}</span>}
    </div>
  ));
}
