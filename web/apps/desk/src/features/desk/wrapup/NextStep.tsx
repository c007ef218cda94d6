import { useSession } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Chip, Chips } from '@madoguchi/ui';
import { Checkbox, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { IconListCheck, IconPhoneCalling } from '@tabler/icons-react';
import type { Form } from './form';

const kinds = [
  { kind: 'callback', icon: IconPhoneCalling },
  { kind: 'task', icon: IconListCheck },
] as const;

/** Tomorrow at ten: a promise that is easy to change and never in the past. */
function tomorrowMorning(): string {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 10).toISOString();
}

/** What happens next becomes a task or a callback with an owner and a time, in the same form. */
export function NextStep({ value, onChange }: { value: Form; onChange: (part: Partial<Form>) => void }) {
  const { t } = useTranslation('desk');
  const { user } = useSession();
  const step = value.next_step;
  const pick = (kind: 'task' | 'callback') => {
    onChange({ next_step: { kind, due: step?.due ?? tomorrowMorning(), owner: step?.owner ?? user.id, text: step?.text ?? '' }, callback_owed: kind === 'callback' });
  };
  return (
    <div className="col" data-testid="wrapup-next">
      <Chips label={t('wrap.field.next_step')}>
        {kinds.map(({ kind, icon: Icon }) => (
          <Chip key={kind} on={step?.kind === kind} onPick={() => { pick(kind); }} testId={`wrapup-next-${kind}`}>
            <Icon size={14} aria-hidden />
            {t(`next.${kind}`)}
          </Chip>
        ))}
        <Chip on={step === null} onPick={() => { onChange({ next_step: null, callback_owed: false }); }} testId="wrapup-next-none">
          {t('next.none')}
        </Chip>
      </Chips>
      {step && (
        <>
          <DateTimePicker
            label={t('next.due')}
            valueFormat={t('next.format')}
            minDate={new Date()}
            value={new Date(step.due)}
            onChange={due => { if (due) onChange({ next_step: { ...step, due: new Date(due).toISOString() } }); }}
            data-testid="wrapup-next-due"
          />
          <TextInput label={t('next.text')} value={step.text} onChange={event => { onChange({ next_step: { ...step, text: event.currentTarget.value } }); }} data-testid="wrapup-next-text" />
          <Checkbox label={t('next.mine', { name: user.name })} checked={step.owner === user.id} onChange={event => { onChange({ next_step: { ...step, owner: event.currentTarget.checked ? user.id : null } }); }} />
        </>
      )}
    </div>
  );
}
