import { useTranslation } from '@madoguchi/i18n';
import { NumberInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { Form } from './form';

interface Props {
  form: Pick<UseFormReturnType<Form>, 'getInputProps' | 'setFieldValue'>;
  name: 'offer_seconds' | 'wrapup_seconds' | 'max_wait_seconds';
  label: string;
  hint: string;
  placeholder: string;
  min: number;
  max: number;
}

/** A time in seconds that may be left to the general setting. */
export function Seconds({ form, name, label, hint, placeholder, min, max }: Props) {
  const { t } = useTranslation('admin');
  const field = form.getInputProps(name) as { value: number | null };
  return (
    <NumberInput {...field} label={label} description={hint} placeholder={placeholder} suffix={t('secondsSuffix')} min={min} max={max} allowDecimal={false} hideControls value={field.value ?? ''} onChange={typed => { form.setFieldValue(name, typeof typed === 'number' ? typed : null); }} data-testid={`queue-${name.replaceAll('_', '-')}`} />
  );
}
