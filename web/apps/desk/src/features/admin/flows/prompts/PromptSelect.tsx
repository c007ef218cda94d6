import { useTranslation } from '@madoguchi/i18n';
import { Select } from '@mantine/core';
import type { Things } from '../editor/useNames';

interface Props {
  label: string;
  value: string | null;
  things: Things;
  onChange: (prompt: string | null) => void;
  /** What no prompt means, where it may be left out. */
  optional?: string;
}

/** What is said to the caller. */
export function PromptSelect({ label, value, things, onChange, optional }: Props) {
  const { t } = useTranslation('flows');
  return <Select size="xs" label={label} placeholder={optional ?? t('field.choose')} searchable clearable={optional !== undefined} allowDeselect={false} data={things.prompts.choices} value={value} onChange={onChange} data-testid="field-prompt" />;
}
