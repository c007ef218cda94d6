import { useTranslation } from '@madoguchi/i18n';
import { keyName, useShortcut } from '@madoguchi/ui';
import type { Icon } from '@tabler/icons-react';
import type { Ref } from 'react';
import styles from './Noren.module.css';

interface Props {
  icon: Icon;
  letter: string;
  label: string;
  onPress: () => void;
  pressed?: boolean;
  expanded?: boolean;
  disabled?: boolean;
  testId: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A button of the call bar: icon, word and its key. What opens something may be that thing's target. */
export function BarButton({ icon: Icon, letter, label, onPress, pressed, expanded, disabled, testId, ...target }: Props) {
  const { t } = useTranslation('desk');
  useShortcut({ keys: `Alt+${letter}`, label, group: t('keys.call') }, onPress, !disabled);
  return (
    <button {...target} type="button" className={styles.button} onClick={onPress} disabled={disabled} aria-pressed={pressed} aria-expanded={expanded} aria-keyshortcuts={`Alt+${letter}`} title={keyName(`Alt+${letter}`)} data-testid={testId}>
      <Icon size={20} stroke={1.7} aria-hidden />
      {label}
      <span className={styles.letter} aria-hidden>
        {letter}
      </span>
    </button>
  );
}
