import type { Shift } from '@madoguchi/api';

const pad = (n: number) => String(n).padStart(2, '0');

/** The Monday of the week in which a moment lies, by the reader's clock. */
export function monday(of: Date): Date {
  const back = (of.getDay() + 6) % 7;
  return new Date(of.getFullYear(), of.getMonth(), of.getDate() - back);
}

export const addDays = (day: Date, days: number) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);

/** A day by the reader's clock as the server writes days. */
export const isoDay = (day: Date) => `${String(day.getFullYear())}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;

const hhmm = (moment: Date) => `${pad(moment.getHours())}:${pad(moment.getMinutes())}`;

/** A shift as it stands in a day's cell: its times, or nothing where it is a whole day away. */
export function timesOf(shift: Shift): string {
  const [start, end] = [new Date(shift.start), new Date(shift.end)];
  const wholeDay = shift.kind === 'leave' && end.getTime() - start.getTime() >= 23 * 3_600_000;
  return wholeDay ? '' : `${hhmm(start)}–${hhmm(end)}`;
}

/** Those of a person's shifts that start on a day, work before its breaks. */
export function onDay(shifts: readonly Shift[], day: Date): Shift[] {
  const next = addDays(day, 1);
  return shifts
    .filter(({ start }) => new Date(start) >= day && new Date(start) < next)
    .sort((a, b) => Number(a.kind === 'break') - Number(b.kind === 'break') || a.start.localeCompare(b.start));
}
