import { useTranslation } from '@madoguchi/i18n';
import { NumberInput, Select, Switch } from '@mantine/core';
import { PromptSelect } from '../prompts/PromptSelect';
import type { Kind, StepOf } from '../editor/kinds';
import { NOTHING } from '../editor/kinds';
import { useEditor } from '../editor/useEditor';
import type { Things } from '../editor/useNames';

/** What each kind's fields are given. */
export interface FieldProps<K extends Kind> {
  step: StepOf<K>;
  things: Things;
}

/** Sets parts of a step. */
export function usePatch(id: string) {
  const { patch } = useEditor();
  return (part: object, about?: string) => { patch(id, part, about); };
}

interface NumProps {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
  suffix?: string;
  hint?: string;
  testId?: string;
}

export function Num({ label, value, min, max, onChange, suffix, hint, testId }: NumProps) {
  return <NumberInput size="xs" label={label} description={hint} suffix={suffix} min={min} max={max} clampBehavior="blur" allowDecimal={false} value={value} onChange={typed => { if (typeof typed === 'number' && typed >= min && typed <= max) onChange(typed); }} data-testid={testId} />;
}

/** A number that may be left to what holds otherwise. */
export function MaybeNum({ label, value, min, max, onChange, suffix, placeholder, testId }: Omit<NumProps, 'value' | 'onChange'> & { value: number | null; onChange: (value: number | null) => void; placeholder: string }) {
  return <NumberInput size="xs" label={label} suffix={suffix} placeholder={placeholder} min={min} max={max} clampBehavior="blur" allowDecimal={false} value={value ?? ''} onChange={typed => { if (typed === '') onChange(null); else if (typeof typed === 'number' && typed >= min && typed <= max) onChange(typed); }} data-testid={testId} />;
}

export function Toggle({ label, hint, value, onChange, testId }: { label: string; hint?: string; value: boolean; onChange: (value: boolean) => void; testId?: string }) {
  return <Switch size="xs" label={label} description={hint} checked={value} onChange={event => { onChange(event.currentTarget.checked); }} data-testid={testId} />;
}

export function QueueField({ value, things, onChange, optional }: { value: string | null; things: Things; onChange: (queue: string | null) => void; optional?: boolean }) {
  const { t } = useTranslation('flows');
  return <Select size="xs" label={t('field.queue')} placeholder={t(optional ? 'field.noQueue' : 'field.choose')} searchable clearable={optional} allowDeselect={false} data={things.queues} value={value === NOTHING ? null : value} onChange={onChange} data-testid="field-queue" />;
}

export function PromptField({ label, value, things, onChange, optional }: { label?: string; value: string | null; things: Things; onChange: (prompt: string | null) => void; optional?: string }) {
  const { t } = useTranslation('flows');
  return <PromptSelect label={label ?? t('field.prompt')} value={value} things={things} onChange={onChange} optional={optional} />;
}
