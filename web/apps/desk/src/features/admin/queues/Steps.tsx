import type { Step } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ActionIcon, Button, Checkbox, Input, MultiSelect, NumberInput, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useSkills } from '../skills/useSkills';
import own from './Queues.module.css';
import { useQueueNames } from './useQueueNames';

interface Props {
  queue: string | undefined;
  /** The skills that the queue asks for: only these can be let go. */
  required: readonly string[];
  value: Step[];
  error: React.ReactNode;
  onChange: (steps: Step[]) => void;
}

/** How what a queue asks for gives way the longer somebody waits: a card a step, in the order of time. */
export function Steps({ queue, required, value, error, onChange }: Props) {
  const { t } = useTranslation('admin');
  const change = (index: number, wish: Partial<Step>) => { onChange(value.map((step, i) => (i === index ? { ...step, ...wish } : step))); };
  const next = Math.max(0, ...value.map(step => step.after)) + 30;
  return (
    <Input.Wrapper label={t('queues.steps')} description={t('queues.stepsHint')} labelElement="div" error={error}>
      <ol className={own.steps} data-testid="queue-steps">
        {value.map((step, index) => (
          <li key={index} className={own.step}>
            <OneStep step={step} number={index + 1} queue={queue} required={required} onChange={wish => { change(index, wish); }} />
            <ActionIcon aria-label={t('queues.stepRemove', { number: index + 1 })} onClick={() => { onChange(value.filter((_, i) => i !== index)); }}>
              <IconX size={16} />
            </ActionIcon>
          </li>
        ))}
      </ol>
      <Button variant="subtle" leftSection={<IconPlus size={16} />} onClick={() => { onChange([...value, { after: next, lower: 1 }]); }} data-testid="queue-step-add">
        {t('queues.stepAdd')}
      </Button>
    </Input.Wrapper>
  );
}

function OneStep({ step, number, queue, required, onChange }: { step: Step; number: number; onChange: (wish: Partial<Step>) => void } & Pick<Props, 'queue' | 'required'>) {
  const { t } = useTranslation('admin');
  const { skillName } = useSkills();
  const { choices } = useQueueNames();
  const droppable = [...new Set([...required, ...(step.drop ?? [])])].map(code => ({ value: code, label: skillName(code) }));
  const label = (what: string) => t('queues.stepPart', { number, part: t(`queues.step.${what}`) });
  return (
    <div className={own.parts}>
      <NumberInput label={t('queues.step.after')} aria-label={label('after')} suffix={t('secondsSuffix')} min={1} max={86_400} allowDecimal={false} value={step.after} onChange={typed => { if (typeof typed === 'number') onChange({ after: typed }); }} data-testid="queue-step-after" />
      <NumberInput label={t('queues.step.lower')} aria-label={label('lower')} min={0} max={5} allowDecimal={false} value={step.lower ?? 0} onChange={typed => { if (typeof typed === 'number') onChange({ lower: typed }); }} data-testid="queue-step-lower" />
      <MultiSelect label={t('queues.step.drop')} aria-label={label('drop')} data={droppable} placeholder={(step.drop ?? []).length > 0 ? '' : t('queues.step.nothing')} value={step.drop ?? []} onChange={drop => { onChange({ drop }); }} />
      <Select label={t('queues.step.overflow')} aria-label={label('overflow')} clearable placeholder={t('queues.step.stays')} data={choices.filter(choice => choice.value !== queue)} value={step.overflow ?? null} onChange={overflow => { onChange({ overflow }); }} data-testid="queue-step-overflow" />
      <Checkbox label={t('queues.step.anyLanguage')} checked={step.any_language ?? false} onChange={event => { onChange({ any_language: event.currentTarget.checked }); }} />
    </div>
  );
}
