import { useTranslation } from '@madoguchi/i18n';
import { ActionIcon, Input, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { LevelPicker } from './LevelMeter';
import styles from './Skills.module.css';
import { useSkills } from './useSkills';

interface Props {
  label: string;
  hint: string;
  value: Record<string, number>;
  onChange: (value: Record<string, number>) => void;
  testId: string;
}

/** Skills, each with a level of five: what a person can do, or what a queue asks for. */
export function SkillLevels({ label, hint, value, onChange, testId }: Props) {
  const { t } = useTranslation('admin');
  const { skillName, choices } = useSkills();
  const chosen = Object.entries(value);
  const left = choices.filter(choice => !(choice.value in value));
  return (
    <Input.Wrapper label={label} description={hint} labelElement="div">
      <div className={styles.levels} data-testid={testId}>
        {chosen.map(([code, level]) => (
          <div key={code} className={styles.level}>
            <span>{skillName(code)}</span>
            <span>
              <LevelPicker label={skillName(code)} level={level} onChange={next => { onChange({ ...value, [code]: next }); }} testId={`${testId}-${code}`} />
              <ActionIcon aria-label={t('skills.remove', { skill: skillName(code) })} onClick={() => { onChange(Object.fromEntries(chosen.filter(([each]) => each !== code))); }}>
                <IconX size={16} />
              </ActionIcon>
            </span>
          </div>
        ))}
        <Select leftSection={<IconPlus size={16} />} placeholder={t(left.length > 0 ? 'skills.choose' : 'skills.noneLeft')} aria-label={t('skills.chooseFor', { what: label })} searchable disabled={left.length === 0} data={left} value={null} onChange={code => { if (code) onChange({ ...value, [code]: 3 }); }} data-testid={`${testId}-add`} />
      </div>
    </Input.Wrapper>
  );
}
