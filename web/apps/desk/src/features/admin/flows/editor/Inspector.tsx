import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Section } from '@madoguchi/ui';
import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { IconCopy, IconTrash, IconX } from '@tabler/icons-react';
import { Fields } from '../fields/Fields';
import side from './Side.module.css';
import { Exits } from './Exits';
import { duplicate, remove, stepOf } from './graph';
import { icons, type Step } from './kinds';
import { useEditor } from './useEditor';
import { useNumbersOf, useWords, type Things } from './useNames';

/** The chosen step: its name, what it is set to, where its ways out lead, what is wrong with it. */
export function Inspector({ things }: { things: Things }) {
  const { graph, selected } = useEditor();
  const step = stepOf(graph, selected);
  const { t } = useTranslation('flows');
  return (
    <aside className={side.inspector} aria-label={t('inspector.title')} data-testid="flow-inspector">
      {step ? <Chosen key={step.id} step={step} things={things} /> : <p className="ink2">{t('inspector.nothing')}</p>}
    </aside>
  );
}

function Chosen({ step, things }: { step: Step; things: Things }) {
  const { t } = useTranslation('flows');
  const { graph, change, patch, readonly, select, flow } = useEditor();
  const words = useWords(things);
  const numbers = useNumbersOf(flow.id);
  const Icon = icons[step.kind];
  return (
    <>
      <div className={side.inspectorHead}>
        <span className={side.inspectorIcon}>
          <Icon size={20} stroke={1.7} aria-hidden />
        </span>
        <div className="grow">
          <p className="meta ink2">{words.kind(step)}</p>
          <h2 data-testid="inspector-name">{words.name(step)}</h2>
        </div>
        <ActionIcon aria-label={t('inspector.close')} onClick={() => { select(undefined); }}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <Faults id={step.id} />
      <p className="meta ink2">{t(`about.${step.kind}`)}</p>
      {step.kind === 'start' ? (
        <p>{numbers.length > 0 ? numbers.join(t('comma')) : t('inspector.noNumber')}</p>
      ) : (
        <TextInput size="xs" label={t('inspector.name')} placeholder={words.about(step) ?? words.kind(step)} maxLength={60} disabled={readonly} value={step.name ?? ''} onChange={event => { patch(step.id, { name: event.currentTarget.value }, 'name'); }} data-testid="inspector-name-input" />
      )}
      <fieldset className={side.fields} disabled={readonly}>
        <Fields step={step} things={things} />
      </fieldset>
      <Exits step={step} things={things} />
      {!readonly && step.kind !== 'start' && (
        <div className="row">
          <Button variant="default" size="compact-sm" leftSection={<IconCopy size={15} />} onClick={() => { const made = duplicate(graph, step.id); change(made.graph); select(made.id); }}>
            {t('inspector.duplicate')}
          </Button>
          <Tooltip label={t('inspector.removeHint')}>
            <Button variant="subtle" color="akane" size="compact-sm" leftSection={<IconTrash size={15} />} onClick={() => { change(remove(graph, [step.id])); select(undefined); }} data-testid="inspector-remove">
              {t('inspector.remove')}
            </Button>
          </Tooltip>
        </div>
      )}
    </>
  );
}

function Faults({ id }: { id: string }) {
  const { t } = useTranslation('flows');
  const ja = useLocale() === 'ja';
  const faults = useEditor().faultsOf(id);
  if (faults.length === 0) return null;
  return (
    <Section title={t('faults.title')}>
      <ul className={side.faults} role="alert">
        {faults.map(fault => (
          <li key={`${fault.code} ${fault.exit}`} data-severity={fault.severity} data-testid="inspector-fault">
            {ja ? fault.said.ja : fault.said.en}
          </li>
        ))}
      </ul>
    </Section>
  );
}
