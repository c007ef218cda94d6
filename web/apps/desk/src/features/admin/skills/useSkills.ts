import { keys, routingListSkills, useList, type Skill } from '@madoguchi/api';
import { useLocale } from '@madoguchi/i18n';
import { useCallback } from 'react';

/** Skills by code and as choices: those in use, and with them what somebody has already. */
export function useSkills() {
  const locale = useLocale();
  const skills = useList(keys.skills, signal => routingListSkills({ signal })).rows;
  const named = useCallback((skill: Skill) => (locale === 'en' ? skill.name_en : skill.name_ja) || skill.code, [locale]);
  const skillName = useCallback((code: string) => { const skill = skills.find(each => each.code === code); return skill ? named(skill) : code; }, [skills, named]);
  const choices = skills.filter(skill => skill.active).map(skill => ({ value: skill.code, label: named(skill) }));
  return { skillName, choices };
}
