import { useLocale, useTranslation } from '@madoguchi/i18n';
import { DateTimePicker } from '@mantine/dates';

interface Props {
  label: string;
  /** RFC 3339, or null for no time. */
  value: string | null;
  onChange: (moment: string | null) => void;
  error?: React.ReactNode;
  /** What no time means; else that there is no date. */
  placeholder?: string;
  w?: number | string;
  testId?: string;
}

const pad = (n: number) => String(n).padStart(2, '0');
const local = (date: Date) => `${String(date.getFullYear())}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}:00`;
const inDays = (days: number, hour: number) => {
  const date = new Date();
  return local(new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour));
};

/** A moment by which something is to be done, in the reader's time zone, with the usual answers one press away. */
export function DueInput({ value, onChange, testId, placeholder, ...rest }: Props) {
  const { t } = useTranslation('ui');
  const locale = useLocale();
  return (
    <DateTimePicker
      {...rest}
      clearable
      valueFormat={locale === 'ja' ? 'YYYY/MM/DD HH:mm' : 'D MMM YYYY HH:mm'}
      placeholder={placeholder ?? t('dueInput.none')}
      clearButtonProps={{ 'aria-label': t('dueInput.clear') }}
      value={value && local(new Date(value))}
      onChange={moment => { onChange(moment ? new Date(moment.replace(' ', 'T')).toISOString() : null); }}
      presets={[
        { value: inDays(0, 17), label: t('dueInput.today') },
        { value: inDays(1, 10), label: t('dueInput.tomorrow') },
        { value: inDays(3, 17), label: t('dueInput.threeDays') },
        { value: inDays(7, 17), label: t('dueInput.week') },
      ]}
      timePickerProps={{ withDropdown: true, minutesStep: 5, format: '24h' }}
      data-testid={testId}
    />
  );
}
