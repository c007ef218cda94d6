import { useTranslation } from '@madoguchi/i18n';
import { FormRow } from '@madoguchi/ui';
import { JsonInput, MultiSelect, NumberInput, PasswordInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { MapField } from './MapField';
import { RowsField } from './RowsField';
import type { Field, Value } from './schema';

interface Props {
  /** Where these fields lie, for faults: `settings` or empty. */
  at: string;
  fields: readonly [string, Field][];
  value: Value;
  faults: Record<string, string>;
  onChange: (value: Value) => void;
}

/** The fields of a schema, one under another, with what the server found wrong beside each. */
export function SchemaFields({ at, fields, value, faults, onChange }: Props) {
  return fields.map(([name, field]) => {
    const place = at ? `${at}.${name}` : name;
    const set = (next: unknown) => { onChange({ ...value, [name]: next }); };
    if (field.kind === 'group')
      return (
        <FormRow key={name} label={field.title} hint={field.about}>
          <div className="grow">
            <SchemaFields at={place} fields={field.fields} value={(value[name] ?? {}) as Value} faults={faults} onChange={set} />
          </div>
        </FormRow>
      );
    if (field.kind === 'rows')
      return (
        <FormRow key={name} label={field.title} hint={field.about}>
          <RowsField at={place} title={field.title} fields={field.fields} value={(value[name] ?? []) as Value[]} faults={faults} onChange={set} />
        </FormRow>
      );
    return (
      <FormRow key={name} label={field.title} hint={field.about}>
        <FieldInput field={field} value={value[name]} fault={faults[place] ?? faults[name]} onChange={set} />
      </FormRow>
    );
  });
}

interface InputProps {
  field: Exclude<Field, { kind: 'group' | 'rows' }>;
  value: unknown;
  fault: string | undefined;
  /** Fills the place it is given, as in a table. */
  wide?: boolean;
  onChange: (value: unknown) => void;
}

const words = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

export function FieldInput({ field, value, fault, wide, onChange }: InputProps) {
  const { t } = useTranslation('admin');
  const common = { 'aria-label': field.title, error: fault };
  const width = (px: number) => (wide ? '100%' : px);
  const typed = (next: string) => { onChange(field.optional && next === '' ? null : next); };
  switch (field.kind) {
    case 'number':
      return <NumberInput {...common} w={width(160)} allowDecimal={!field.whole} min={field.min} max={field.max} value={typeof value === 'number' ? value : ''} onChange={next => { onChange(next === '' ? null : Number(next)); }} />;
    case 'switch':
      return <Switch {...common} label={t(value ? 'on' : 'off')} checked={value === true} onChange={event => { onChange(event.currentTarget.checked); }} />;
    case 'secret':
      return <PasswordInput {...common} w={width(320)} autoComplete="new-password" placeholder={field.fresh ? undefined : t('settings.secretKept')} visibilityToggleButtonProps={{ 'aria-label': t('settings.showSecret') }} value={text(value)} onChange={event => { onChange(event.currentTarget.value); }} />;
    case 'choice':
      return <Select {...common} w={width(280)} clearable={field.optional} allowDeselect={field.optional} data={field.choices.map(choice => ({ value: choice, label: t(`choice.${choice}`, choice) }))} value={typeof value === 'string' || typeof value === 'number' ? String(value) : null} onChange={onChange} />;
    case 'choices':
      return <MultiSelect {...common} w={width(420)} data={field.choices.map(choice => ({ value: choice, label: t(`choice.${choice}`, choice) }))} value={words(value)} onChange={onChange} />;
    case 'words':
      return <TagsInput {...common} w={width(420)} placeholder={t('settings.words')} value={words(value)} onChange={next => { onChange(field.numbers ? next.map(Number).filter(Number.isFinite) : next); }} />;
    case 'map':
      return <MapField label={field.title} value={(value ?? {}) as Record<string, string>} fault={fault} onChange={onChange} />;
    case 'json':
      return <JsonInput {...common} w={width(420)} autosize minRows={3} formatOnBlur validationError={t('settings.notJson')} defaultValue={JSON.stringify(value ?? null, null, 2)} onChange={next => { try { onChange(JSON.parse(next)); } catch { /* told beside the field until it can be read */ } }} />;
    default:
      return field.long ? (
        <Textarea {...common} w={width(420)} autosize minRows={2} maxLength={field.max} value={text(value)} onChange={event => { typed(event.currentTarget.value); }} />
      ) : (
        <TextInput {...common} w={width(320)} maxLength={field.max} value={text(value)} onChange={event => { typed(event.currentTarget.value); }} />
      );
  }
}
