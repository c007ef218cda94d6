import type { Id, MonitoringMode } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Kbd, useShortcut } from '@madoguchi/ui';
import { IconEar, IconPhoneIncoming, IconSpeakerphone, IconUserPlus, type Icon } from '@tabler/icons-react';
import styles from './Board.module.css';
import { MODES, useMonitoring } from './monitoring';

const icons: Record<MonitoringMode, Icon> = { listen: IconEar, whisper: IconSpeakerphone, barge: IconUserPlus, take_over: IconPhoneIncoming };

interface Props {
  interaction: Id;
  agent: Id;
  name: string;
  disabled?: boolean;
  /** In the bar: small, without what each means. */
  small?: boolean;
}

/** Listen, whisper, join, take over: each says who will hear me. Alt and a number does the same. */
export function ModeButtons({ interaction, agent, name, disabled = false, small = false }: Props) {
  const { t } = useTranslation('supervision');
  return (
    <div className={small ? styles.modesSmall : styles.modes} role="group" aria-label={t('modes')}>
      {MODES.map((mode, i) => (
        <ModeButton key={mode} mode={mode} digit={i + 1} interaction={interaction} agent={agent} name={name} disabled={disabled} small={small} />
      ))}
    </div>
  );
}

function ModeButton({ mode, digit, interaction, agent, name, disabled = false, small = false }: Props & { mode: MonitoringMode; digit: number }) {
  const { t } = useTranslation('supervision');
  const { mine, be } = useMonitoring();
  const on = mine?.interaction_id === interaction && mine.agent_id === agent && mine.mode === mode;
  const Icon = icons[mode];
  const keys = `Alt+${String(digit)}`;
  const press = () => { if (!on) be.mutate({ interaction, agent, mode }); };
  useShortcut({ keys, label: t(`mode.${mode}`), group: t('keysGroup') }, press, !disabled);
  return (
    <button type="button" className={styles.mode} aria-pressed={on} aria-keyshortcuts={keys} disabled={disabled || be.isPending} onClick={press} data-testid={`monitor-${mode}`}>
      <Icon size={small ? 15 : 20} stroke={1.7} aria-hidden />
      <span className="grow">
        <span className="b6">{t(`mode.${mode}`)}</span>
        {!small && <span className="meta ink2">{t(`modeAbout.${mode}`, { name })}</span>}
      </span>
      {!small && <Kbd keys={keys} />}
    </button>
  );
}
