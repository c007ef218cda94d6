import type { WorkflowsModelNodesChoice as Choice } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { patch as patched, renameExit } from '../editor/graph';
import { useEditor } from '../editor/useEditor';
import { Num, PromptField, usePatch, type FieldProps } from './parts';
import side from '../editor/Side.module.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '*', '#'];

/** The keys a caller may press and what each stands for. A line follows its key when the key changes. */
export function Choices({ id, field, value, label }: { id: string; field: 'choices' | 'keys'; value: readonly Choice[]; label: string }) {
  const { t } = useTranslation('flows');
  const { graph, change } = useEditor();
  const free = DIGITS.find(digit => !value.some(choice => choice.digit === digit));
  const set = (next: Choice[], renamed?: [string, string | null], about?: string) => {
    const moved = renamed ? renameExit(graph, id, ...renamed) : graph;
    change(patched(moved, id, { [field]: next }), about);
  };
  return (
    <div role="group" aria-label={label} className={side.choices}>
      <p className="b5">{label}</p>
      {value.map((choice, index) => (
        <div key={index} className="row">
          <Select w={64} size="xs" aria-label={t('choice.digit', { row: index + 1 })} allowDeselect={false} data={DIGITS.filter(digit => digit === choice.digit || !value.some(other => other.digit === digit))} value={choice.digit} onChange={digit => { if (digit) set(value.map((each, at) => (at === index ? { ...each, digit } : each)), [choice.digit, digit]); }} data-testid="choice-digit" />
          <TextInput className="grow" size="xs" aria-label={t('choice.label', { digit: choice.digit })} placeholder={t('choice.placeholder')} maxLength={60} value={choice.label ?? ''} onChange={event => { set(value.map((each, at) => (at === index ? { ...each, label: event.currentTarget.value } : each)), undefined, `${id} choice ${String(index)}`); }} data-testid="choice-label" />
          <ActionIcon aria-label={t('choice.remove', { digit: choice.digit })} onClick={() => { set(value.filter((_, at) => at !== index), [choice.digit, null]); }}>
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      {free && (
        <div>
          <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={14} />} onClick={() => { set([...value, { digit: free, label: '' }]); }} data-testid="choice-add">
            {t('choice.add')}
          </Button>
        </div>
      )}
    </div>
  );
}

export function MenuFields({ step, things }: FieldProps<'menu'>) {
  const { t } = useTranslation('flows');
  const patch = usePatch(step.id);
  return (
    <>
      <PromptField value={step.prompt} things={things} onChange={prompt => { patch({ prompt }); }} />
      <Choices id={step.id} field="choices" value={step.choices ?? []} label={t('field.choices')} />
      <div className="row">
        <Num label={t('field.wait')} value={step.wait_seconds ?? 5} min={1} max={30} suffix={t('seconds')} onChange={wait_seconds => { patch({ wait_seconds }, 'wait'); }} />
        <Num label={t('field.tries')} value={step.tries ?? 2} min={1} max={5} onChange={tries => { patch({ tries }, 'tries'); }} />
      </div>
      <PromptField label={t('field.wrongPrompt')} value={step.wrong_prompt ?? null} things={things} optional={t('field.nothingSaid')} onChange={wrong_prompt => { patch({ wrong_prompt }); }} />
      <PromptField label={t('field.silentPrompt')} value={step.silent_prompt ?? null} things={things} optional={t('field.nothingSaid')} onChange={silent_prompt => { patch({ silent_prompt }); }} />
    </>
  );
}
