import type { TaskRow } from '@madoguchi/api';
import { DueInput } from '@madoguchi/ui';
import type { ReactNode } from 'react';
import { isAppointment } from './appointment';
import { Slots } from './Slots';

interface Props {
  task: TaskRow | undefined;
  label: string;
  value: string | null;
  onChange: (at: string | null) => void;
  error?: ReactNode;
  testId: string;
}

/** When it is owed: for an appointment one of the times that are to be had, otherwise any. */
export function PromisedTime({ task, label, value, onChange, error, testId }: Props) {
  if (isAppointment(task)) return <Slots queue={task.booking.queue_id} own={task.booking.slot_start} value={value} onChange={onChange} error={error} />;
  return <DueInput label={label} value={value} onChange={onChange} error={error} testId={testId} />;
}
