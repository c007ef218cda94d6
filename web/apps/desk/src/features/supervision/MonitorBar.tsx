import { useTranslation } from '@madoguchi/i18n';
import { Elapsed } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconEar, IconX } from '@tabler/icons-react';
import styles from './Board.module.css';
import { ModeButtons } from './ModeButtons';
import { useMine, useMonitoring, useMonitoringPhone } from './monitoring';

/** Beside whose talk I am, on every page, and the way out. */
export function MonitorBar() {
  const { t } = useTranslation('supervision');
  useMonitoringPhone();
  const shown = useMine();
  const { leave } = useMonitoring();
  const mine = shown?.monitoring;
  if (!shown || !mine || mine.state === 'ended') return null;
  const step = mine.steps[mine.steps.length - 1];
  return (
    <section className={styles.bar} aria-label={t('barLabel')} data-testid="monitor-bar" data-mode={step?.mode ?? 'connecting'}>
      <IconEar size={18} stroke={1.7} aria-hidden />
      <span className="b6 clip">{t(step ? `bar.${step.mode}` : 'bar.connecting', { name: shown.agent_name ?? '' })}</span>
      {step && <Elapsed since={mine.steps[0]?.at ?? step.at} />}
      <span className="grow" />
      <ModeButtons small interaction={mine.interaction_id} agent={mine.agent_id} name={shown.agent_name ?? ''} />
      <Button variant="default" leftSection={<IconX size={16} />} loading={leave.isPending} onClick={() => { leave.mutate(mine.id); }} data-testid="monitor-leave">
        {t('leave')}
      </Button>
    </section>
  );
}
