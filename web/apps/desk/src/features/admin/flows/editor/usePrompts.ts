import { useTranslation } from '@madoguchi/i18n';

const HOUSE = ['notice', 'waiting', 'sorry', 'closed'] as const;

/** What can be said to a caller: the prompts of the house, by name. */
export function usePrompts() {
  const { t } = useTranslation('flows');
  return { choices: HOUSE.map(value => ({ value: value as string, label: t(`prompt.${value}`) })) };
}
