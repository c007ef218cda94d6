import { workspacePauseRecording, workspaceResumeRecording, type DeskCall } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Elapsed } from '@madoguchi/ui';
import { Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerRecord, IconPlayerRecordFilled } from '@tabler/icons-react';
import { useDeskActions } from '../actions';
import { BarButton } from './BarButton';
import styles from './Noren.module.css';

const REASONS = ['payment', 'identity', 'personal', 'other'] as const;

/** Whether the call is recorded now, as the switch said so itself; or since when it leaves out what is said. */
export function Recording({ call }: { call: DeskCall }) {
  const { t } = useTranslation('desk');
  if (call.recording_paused) {
    return <> · <span className={styles.rec} data-paused data-testid="call-recording-paused">{t('bar.recordingPaused')} <Elapsed since={call.recording_paused} /></span></>;
  }
  if (call.recording) return <> · <span className={styles.rec} data-testid="call-recording">{t('bar.recording')}{call.consent === 'agreed' && ` (${t('bar.consent.agreed')})`}</span></>;
  if (call.consent !== 'asking' && call.consent !== 'refused') return null;
  return <> · <span className={styles.rec} data-paused data-testid="call-consent" data-state={call.consent}>{t(`bar.consent.${call.consent}`)}</span></>;
}

/** Leave out what is said, saying why; pressed again, it is recorded again. */
export function RecordingButton({ call }: { call: DeskCall }) {
  const { t } = useTranslation('desk');
  const { press } = useDeskActions();
  const [opened, { toggle, close }] = useDisclosure();
  const path = { interaction: call.interaction };
  const paused = call.recording_paused !== null;
  const turn = () => {
    if (paused) press('record', () => workspaceResumeRecording({ path }));
    else toggle();
  };
  return (
    <Menu opened={opened} onChange={close} position="bottom" trapFocus>
      <Menu.Target>
        <BarButton icon={paused ? IconPlayerRecordFilled : IconPlayerRecord} letter="R" label={t(paused ? 'bar.resumeRecording' : 'bar.pauseRecording')} pressed={paused} expanded={opened} disabled={!call.recording && !paused} testId="call-recording-pause" onPress={turn} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('bar.pauseWhy')}</Menu.Label>
        {REASONS.map(reason => (
          <Menu.Item key={reason} data-testid={`recording-reason-${reason}`} onClick={() => { press('pause', () => workspacePauseRecording({ path, body: { reason } })); }}>
            {t(`pauseReason.${reason}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
