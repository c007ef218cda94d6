import { useTranslation } from '@madoguchi/i18n';
import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import type { Step } from '../editor/kinds';
import { NOTHING } from '../editor/kinds';
import { ConditionFields } from './Condition';
import { MenuFields } from './Menu';
import { MaybeNum, Num, PromptField, QueueField, Toggle, usePatch, type FieldProps } from './parts';
import { QueueFields } from './Queue';
import type { Things } from '../editor/useNames';

/** What a step is set to, by its kind. */
export function Fields({ step, things }: { step: Step; things: Things }) {
  switch (step.kind) {
    case 'notice':
    case 'prompt':
    case 'hang_up':
      return <SayFields step={step} things={things} />;
    case 'hours':
      return <HoursFields step={step} things={things} />;
    case 'menu':
      return <MenuFields step={step} things={things} />;
    case 'collect':
      return <CollectFields step={step} things={things} />;
    case 'condition':
      return <ConditionFields step={step} things={things} />;
    case 'assign':
      return <AssignFields step={step} things={things} />;
    case 'queue':
      return <QueueFields step={step} things={things} />;
    case 'callback':
      return <CallbackFields step={step} things={things} />;
    case 'voicemail':
      return <VoicemailFields step={step} things={things} />;
    case 'transfer':
      return <TransferFields step={step} things={things} />;
    case 'again':
      return <AgainFields step={step} things={things} />;
    case 'start':
      return null;
  }
}

function SayFields({ step, things }: FieldProps<'notice' | 'prompt' | 'hang_up'>) {
  const { t } = useTranslation('flows');
  const patch = usePatch(step.id);
  return (
    <>
      <PromptField value={step.kind === 'notice' ? (step.prompt ?? 'notice') : (step.prompt ?? null)} things={things} optional={step.kind === 'hang_up' ? t('field.nothingSaid') : undefined} onChange={prompt => { patch({ prompt }); }} />
      {step.kind === 'prompt' && <Toggle label={t('field.interruptible')} hint={t('field.interruptibleHint')} value={step.interruptible ?? true} onChange={interruptible => { patch({ interruptible }); }} />}
    </>
  );
}

function HoursFields({ step, things }: FieldProps<'hours'>) {
  const { t } = useTranslation('flows');
  const patch = usePatch(step.id);
  return <Select size="xs" label={t('field.hours')} placeholder={t('field.choose')} allowDeselect={false} data={things.hours} value={step.hours === NOTHING ? null : step.hours} onChange={hours => { patch({ hours }); }} data-testid="field-hours" />;
}

function CollectFields({ step, things }: FieldProps<'collect'>) {
  const { t } = useTranslation('flows');
  const patch = usePatch(step.id);
  return (
    <>
      <PromptField value={step.prompt} things={things} onChange={prompt => { patch({ prompt }); }} />
      <Select size="xs" label={t('field.what')} allowDeselect={false} data={(['customer_number', 'order_number'] as const).map(value => ({ value, label: t(`what.${value}`) }))} value={step.what ?? 'customer_number'} onChange={what => { patch({ what }); }} data-testid="field-what" />
      <TextInput size="xs" label={t('field.prefix')} description={t('field.prefixHint')} maxLength={12} value={step.prefix ?? ''} onChange={event => { patch({ prefix: event.currentTarget.value.replace(/[^A-Za-z0-9_/-]/g, '') }, 'prefix'); }} data-testid="field-prefix" />
      <div className="row">
        <Num label={t('field.least')} value={step.least ?? 1} min={1} max={20} onChange={least => { patch({ least }, 'least'); }} />
        <Num label={t('field.most')} value={step.most ?? 12} min={1} max={20} onChange={most => { patch({ most }, 'most'); }} />
      </div>
      <div className="row">
        <Num label={t('field.wait')} value={step.wait_seconds ?? 8} min={1} max={30} suffix={t('seconds')} onChange={wait_seconds => { patch({ wait_seconds }, 'wait'); }} />
        <Num label={t('field.between')} value={step.between_seconds ?? 4} min={1} max={15} suffix={t('seconds')} onChange={between_seconds => { patch({ between_seconds }, 'between'); }} />
      </div>
      <div className="row">
        <Select size="xs" label={t('field.endDigit')} allowDeselect={false} data={['#', '*']} value={step.end_digit ?? '#'} onChange={end_digit => { patch({ end_digit }); }} />
        <Num label={t('field.tries')} value={step.tries ?? 2} min={1} max={5} onChange={tries => { patch({ tries }, 'tries'); }} />
      </div>
      <PromptField label={t('field.wrongPrompt')} value={step.wrong_prompt ?? null} things={things} optional={t('field.nothingSaid')} onChange={wrong_prompt => { patch({ wrong_prompt }); }} />
    </>
  );
}

function AssignFields({ step, things }: FieldProps<'assign'>) {
  const { t } = useTranslation('flows');
  const patch = usePatch(step.id);
  const skills = step.skills ?? {};
  const codes = Object.keys(skills);
  return (
    <>
      <MultiSelect size="xs" label={t('field.skills')} placeholder={codes.length > 0 ? '' : t('field.noSkill')} searchable data={[...things.skills, ...codes.filter(code => !things.skills.some(({ value }) => value === code)).map(code => ({ value: code, label: code }))]} value={codes} onChange={chosen => { patch({ skills: Object.fromEntries(chosen.map(code => [code, skills[code] ?? 1])) }); }} data-testid="field-skills" />
      {codes.map(code => (
        <NumberInput key={code} size="xs" label={t('field.level', { skill: things.skills.find(({ value }) => value === code)?.label ?? code })} min={1} max={5} allowDecimal={false} value={skills[code]} onChange={level => { if (typeof level === 'number' && level >= 1 && level <= 5) patch({ skills: { ...skills, [code]: level } }, `level ${code}`); }} />
      ))}
      <div className="row">
        <MaybeNum label={t('field.priority')} placeholder={t('field.same')} min={-10} max={10} value={step.priority ?? null} onChange={priority => { patch({ priority }, 'priority'); }} />
        <MaybeNum label={t('field.urgency')} placeholder={t('field.same')} min={0} max={10} value={step.urgency ?? null} onChange={urgency => { patch({ urgency }, 'urgency'); }} />
      </div>
      <Select size="xs" label={t('field.language')} description={t('field.languageHint')} placeholder={t('field.same')} clearable data={(['ja', 'en'] as const).map(value => ({ value, label: t(`language.${value}`) }))} value={step.language ?? null} onChange={language => { patch({ language }); }} />
    </>
  );
}

function CallbackFields({ step, things }: FieldProps<'callback'>) {
  const { t } = useTranslation('flows');
  const patch = usePatch(step.id);
  return (
    <>
      <QueueField value={step.queue} things={things} onChange={queue => { patch({ queue }); }} />
      <PromptField label={t('field.offer')} value={step.prompt ?? null} things={things} optional={t('field.agreedAlready')} onChange={prompt => { patch({ prompt }); }} />
      {step.prompt && (
        <div className="row">
          <TextInput size="xs" label={t('field.agrees')} maxLength={1} value={step.digit ?? '1'} onChange={event => { if (/^[0-9*#]$/.test(event.currentTarget.value)) patch({ digit: event.currentTarget.value }); }} />
          <Num label={t('field.wait')} value={step.wait_seconds ?? 6} min={1} max={30} suffix={t('seconds')} onChange={wait_seconds => { patch({ wait_seconds }, 'wait'); }} />
        </div>
      )}
      <Toggle label={t('field.keepPlace')} hint={t('field.keepPlaceHint')} value={step.keep_place ?? true} onChange={keep_place => { patch({ keep_place }); }} />
    </>
  );
}

function VoicemailFields({ step, things }: FieldProps<'voicemail'>) {
  const { t } = useTranslation('flows');
  const patch = usePatch(step.id);
  return (
    <>
      <PromptField value={step.prompt} things={things} onChange={prompt => { patch({ prompt }); }} />
      <QueueField optional value={step.queue ?? null} things={things} onChange={queue => { patch({ queue }); }} />
      <div className="row">
        <Num label={t('field.longest')} value={step.max_seconds ?? 120} min={5} max={600} suffix={t('seconds')} onChange={max_seconds => { patch({ max_seconds }, 'longest'); }} />
        <Num label={t('field.silence')} value={step.silence_seconds ?? 5} min={2} max={30} suffix={t('seconds')} onChange={silence_seconds => { patch({ silence_seconds }, 'silence'); }} />
      </div>
      <Toggle label={t('field.beep')} value={step.beep ?? true} onChange={beep => { patch({ beep }); }} />
    </>
  );
}

function TransferFields({ step }: FieldProps<'transfer'>) {
  const { t } = useTranslation('flows');
  const patch = usePatch(step.id);
  return (
    <>
      <TextInput size="xs" label={t('field.number')} placeholder="03-1234-5678" maxLength={32} value={step.number} onChange={event => { patch({ number: event.currentTarget.value }, 'number'); }} data-testid="field-number" />
      <Num label={t('field.ring')} value={step.ring_seconds ?? 30} min={5} max={120} suffix={t('seconds')} onChange={ring_seconds => { patch({ ring_seconds }, 'ring'); }} />
    </>
  );
}

function AgainFields({ step }: FieldProps<'again'>) {
  const { t } = useTranslation('flows');
  const patch = usePatch(step.id);
  return <Num label={t('field.times')} hint={t('field.timesHint')} value={step.times ?? 2} min={1} max={20} onChange={times => { patch({ times }, 'times'); }} testId="field-times" />;
}
