import type { Openness, OpeningHoursForm, Span } from '@madoguchi/api';

/** ISO weekdays, Monday first, as the week of opening hours has them. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const DAY = 24 * 60;

/** `9`, `930`, `9:30`, `９時３０` → `09:30`; what is no time of day stays as it was typed. */
export function clockTime(typed: string): string {
  const plain = typed.normalize('NFKC').trim();
  const match = /^(\d{1,2})(?:[:時.]?(\d{2})?分?)$/.exec(plain) ?? /^(\d{2})(\d{2})$/.exec(plain);
  if (!match) return typed.trim();
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? 0)];
  if (hours * 60 + minutes > DAY || minutes > 59) return typed.trim();
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

export const isClockTime = (text: string) => /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(text);

/** Minutes after midnight. */
export function minutesOf(text: string): number {
  const [hours, minutes] = text.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** Where a span lies on a bar of 24 hours, in percent; null while it is being typed. */
export function place(span: Span): { left: string; width: string } | null {
  if (!isClockTime(span.start) || !isClockTime(span.end)) return null;
  const [from, to] = [minutesOf(span.start), minutesOf(span.end)];
  return to > from ? { left: `${String((from / DAY) * 100)}%`, width: `${String(((to - from) / DAY) * 100)}%` } : null;
}

export const spansText = (spans: readonly Span[]) => spans.map(({ start, end }) => `${start}–${end}`).join(' ');

/** Weekdays with the same hours in a row, as people say them: Mon–Fri 9–12 13–18, Sat 9–12. Closed days are left out. */
export function summary(week: readonly (readonly Span[])[]): { first: number; last: number; text: string }[] {
  const groups: { first: number; last: number; text: string }[] = [];
  week.forEach((spans, day) => {
    const text = spansText(spans);
    const before = groups.at(-1);
    if (!text) return;
    if (before?.last === day - 1 && before.text === text) before.last = day;
    else groups.push({ first: day, last: day, text });
  });
  return groups;
}

/** A new span after the others: the hour after the last one ends, up to three hours long. */
export function nextSpan(spans: readonly Span[]): Span {
  const last = spans.at(-1);
  if (!last || !isClockTime(last.end)) return { start: '09:00', end: '18:00' };
  const start = Math.min(minutesOf(last.end) + 60, DAY - 60);
  const text = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return { start: text(start), end: text(Math.min(start + 180, DAY)) };
}

export type HoursWish = Required<OpeningHoursForm>;

/** Which sentence says how it stands: open until, closed until, with the reason in it. */
export const standing = (now: Pick<Openness, 'open' | 'until'>) => (now.open ? (now.until ? 'openUntil' : 'openAlways') : now.until ? 'closedUntil' : 'closedAlways');
