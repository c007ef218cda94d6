import { useTranslation } from '@madoguchi/i18n';
import styles from './Skills.module.css';

export const HIGHEST = 5;
const LEVELS = Array.from({ length: HIGHEST }, (_, index) => index + 1);

/** A level of five, as bars and as a number. */
export function LevelMeter({ level }: { level: number }) {
  return (
    <span className={styles.meter}>
      {LEVELS.map(each => (
        <span key={each} aria-hidden data-on={each <= level || undefined} />
      ))}
      <span className="tn">{level}</span>
    </span>
  );
}

interface Props {
  label: string;
  level: number;
  onChange: (level: number) => void;
  testId?: string;
}

/** Chooses a level of five: the bars are the buttons. */
export function LevelPicker({ label, level, onChange, testId }: Props) {
  const { t } = useTranslation('admin');
  return (
    <span className={styles.picker} role="radiogroup" aria-label={t('skills.levelOf', { skill: label })} data-testid={testId}>
      {LEVELS.map(each => (
        <label key={each} data-on={each <= level || undefined}>
          <input type="radio" name={label} checked={each === level} onChange={() => { onChange(each); }} />
          <span className="tn">{each}</span>
        </label>
      ))}
    </span>
  );
}
