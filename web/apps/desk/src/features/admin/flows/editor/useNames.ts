import { calendarsListOpeningHours, keys, routingListSkills, useList } from '@madoguchi/api';
import { nationalPhone, useLocale, useTranslation } from '@madoguchi/i18n';
import { useNumbers, useQueues } from '../../phones/useSetup';
import type { Step } from './kinds';
import { usePrompts } from '../prompts/usePrompts';

/** What steps speak of, by name: queues, opening hours, skills, prompts, numbers. */
export function useThings() {
  const ja = useLocale() === 'ja';
  const queues = useQueues().rows.filter(({ active }) => active !== false);
  const hours = useList(keys.openingHours, signal => calendarsListOpeningHours({ signal })).rows.map(row => row.hours);
  const skills = useList(keys.skills, signal => routingListSkills({ signal })).rows.filter(({ active }) => active);
  const prompts = usePrompts();
  return {
    queues: queues.map(queue => ({ value: queue.id, label: ja ? queue.name_ja : queue.name_en })),
    hours: hours.filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name })),
    skills: skills.map(skill => ({ value: skill.code, label: ja ? skill.name_ja : skill.name_en })),
    prompts,
  };
}
export type Things = ReturnType<typeof useThings>;

const labelIn = (choices: readonly { value: string; label: string }[], value: string | null | undefined) => choices.find(each => each.value === value)?.label;

/** What a step is called, and what it does in a few words. */
export function useWords(things: Things) {
  const { t } = useTranslation('flows');
  const about = (step: Step): string | undefined => {
    switch (step.kind) {
      case 'hours':
        return labelIn(things.hours, step.hours);
      case 'queue':
      case 'callback':
        return labelIn(things.queues, step.queue);
      case 'notice':
        return labelIn(things.prompts.choices, step.prompt ?? 'notice');
      case 'prompt':
      case 'voicemail':
      case 'hang_up':
        return labelIn(things.prompts.choices, step.prompt);
      case 'collect':
        return t(`what.${step.what ?? 'customer_number'}`);
      case 'transfer':
        return step.number ? nationalPhone(step.number) : undefined;
      case 'again':
        return t('upTo', { count: step.times ?? 2 });
      case 'assign':
        return assigned(step);
      default:
        return undefined;
    }
  };
  const assigned = (step: Extract<Step, { kind: 'assign' }>) =>
    [
      ...Object.entries(step.skills ?? {}).map(([code, level]) => `${labelIn(things.skills, code) ?? code} ${String(level)}`),
      step.priority ? t('short.priority', { value: step.priority }) : '',
      step.urgency ? t('short.urgency', { value: step.urgency }) : '',
      step.language ? t(`language.${step.language}`) : '',
    ].filter(Boolean).join(t('comma'));
  const kind = (step: Step) => t(`kind.${step.kind}`);
  return { kind, about, name: (step: Step) => step.name || about(step) || kind(step) };
}

/** The numbers that lead to a flow, in national form. */
export function useNumbersOf(flow: string): string[] {
  return useNumbers().rows.filter(number => number.entry_point === flow && number.active).map(number => nationalPhone(number.e164));
}
