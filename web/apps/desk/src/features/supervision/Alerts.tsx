import { useMay, type AlertView } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, Count, Elapsed, Empty, PageLink, ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconClockExclamation, IconHandStop, IconHourglass, IconPhoneX, IconPlayerPause, IconTargetArrow, IconUserQuestion, IconUsers, type Icon } from '@tabler/icons-react';
import { byPressure, useAcknowledge, useAlerts, useAlertText } from './alerts';
import styles from './Board.module.css';
import type { BoardSearch } from './search';

export const alertIcons: Record<AlertView['kind'], Icon> = {
  waiting: IconUsers,
  longest_wait: IconClockExclamation,
  service_level: IconTargetArrow,
  skill_missing: IconUserQuestion,
  wrap_up: IconHourglass,
  hold: IconPlayerPause,
  hand: IconHandStop,
  not_responding: IconPhoneX,
};

/** What asks for a supervisor now: the most pressing first, each with what can be done about it. */
export function Alerts({ search, onShow }: { search: BoardSearch; onShow: (search: BoardSearch) => void }) {
  const { t } = useTranslation('supervision');
  const alerts = useAlerts();
  const shown = [...(alerts.data ?? [])].sort(byPressure);
  const pressing = shown.filter(each => !each.acked).length;
  const title = (
    <span className="row">
      {t('actNow')}
      {pressing > 0 && <Count of={pressing} strong />}
      {shown.length > pressing && <Count of={shown.length - pressing} />}
    </span>
  );
  return (
    <Card title={title} aside={<PageLink to="/supervision/alerts">{t('alertHistory')}</PageLink>} className={styles.alertsCard} testId="alerts">
      {alerts.isPending && <SkeletonLines lines={4} height={28} />}
      <ProblemAlert error={alerts.error} onRetry={() => void alerts.refetch()} />
      {alerts.data && shown.length === 0 && <Empty compact>{t('allCalm')}</Empty>}
      <ul className={`list ${styles.alerts ?? ''}`}>
        {shown.map(alert => (
          <Alert key={alert.id} alert={alert} search={search} onShow={onShow} />
        ))}
      </ul>
    </Card>
  );
}

function Alert({ alert, search, onShow }: { alert: AlertView; search: BoardSearch; onShow: (search: BoardSearch) => void }) {
  const { t } = useTranslation('supervision');
  const text = useAlertText()(alert);
  const may = useMay('supervision.steer');
  const acknowledge = useAcknowledge();
  const Icon = alertIcons[alert.kind];
  const { person, queue } = alert;
  return (
    <li className={styles.alert} data-severity={alert.severity} data-kind={alert.kind} data-testid="alert">
      <Icon size={18} stroke={1.8} role="img" aria-label={t(`severity.${alert.severity}`)} />
      <span className="grow">
        <span className="b6">{text.title}</span>
        <span className="row wrap meta ink2">
          <Elapsed since={alert.raised} />
          {text.detail && <>· {text.detail}</>}
          {alert.acked_by && <span data-testid="alert-acked">· {t('seenToBy', { name: alert.acked_by.name })}</span>}
        </span>
      </span>
      {person ? (
        <Button size="xs" variant="default" onClick={() => { onShow({ ...search, person: person.id }); }} data-testid="alert-open">
          {t('openPerson')}
        </Button>
      ) : (
        queue && (
          <Button size="xs" variant="default" onClick={() => { onShow({ ...search, count: 'waiting', of: queue.id }); }} data-testid="alert-open">
            {t('openQueue')}
          </Button>
        )
      )}
      {may && !alert.acked && (
        <Button size="xs" loading={acknowledge.isPending} onClick={() => { acknowledge.mutate(alert.id); }} data-testid="alert-acknowledge">
          {t('seeTo')}
        </Button>
      )}
    </li>
  );
}
