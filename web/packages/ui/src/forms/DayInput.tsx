import { useLocale } from '@madoguchi/i18n';
import { DateInput, type DateInputProps } from '@mantine/dates';

/** A day, `YYYY-MM-DD` or null, written as the reader's language writes it. */
export function DayInput(props: Omit<DateInputProps, 'valueFormat'>) {
  return <DateInput valueFormat={useLocale() === 'ja' ? 'YYYY/MM/DD' : 'D MMM YYYY'} {...props} />;
}
