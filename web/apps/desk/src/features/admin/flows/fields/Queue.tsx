import { useTranslation } from '@madoguchi/i18n';
import { Choices } from './Menu';
import { MaybeNum, Num, PromptField, QueueField, Toggle, usePatch, type FieldProps } from './parts';

export function QueueFields({ step, things }: FieldProps<'queue'>) {
  const { t } = useTranslation('flows');
  const patch = usePatch(step.id);
  return (
    <>
      <QueueField value={step.queue} things={things} onChange={queue => { patch({ queue }); }} />
      <div className="row">
        <MaybeNum label={t('field.maxWait')} placeholder={t('field.asQueue')} suffix={t('seconds')} min={5} max={86_400} value={step.max_wait_seconds ?? null} onChange={max_wait_seconds => { patch({ max_wait_seconds }, 'maxWait'); }} testId="field-max-wait" />
        <Num label={t('field.priority')} min={-10} max={10} value={step.priority ?? 0} onChange={priority => { patch({ priority }, 'priority'); }} />
      </div>
      <Toggle label={t('field.tellPosition')} value={step.tell_position ?? false} onChange={tell_position => { patch({ tell_position }); }} />
      <Toggle label={t('field.tellWait')} value={step.tell_wait ?? false} onChange={tell_wait => { patch({ tell_wait }); }} />
      <PromptField label={t('field.comfort')} value={step.comfort_prompt ?? null} things={things} optional={t('field.nothingSaid')} onChange={comfort_prompt => { patch({ comfort_prompt }); }} />
      {(step.tell_position || step.tell_wait || step.comfort_prompt) && <Num label={t('field.every')} value={step.every_seconds ?? 45} min={15} max={600} suffix={t('seconds')} onChange={every_seconds => { patch({ every_seconds }, 'every'); }} />}
      <Choices id={step.id} field="keys" value={step.keys ?? []} label={t('field.keys')} />
    </>
  );
}
