import type { TaskRow } from '@madoguchi/api';

/** Whether it is owed at a time that was booked: such a promise moves from one free time to another. */
export const isAppointment = (task: TaskRow | undefined): task is TaskRow & { booking: NonNullable<TaskRow['booking']> } => task?.state === 'open' && task.booking?.kind === 'appointment';

/** The moment that is promised: the beginning of the booked time, or until when it is owed. */
export const promisedAt = (task: TaskRow): string | null => (isAppointment(task) && task.booking.slot_start) || task.due;
