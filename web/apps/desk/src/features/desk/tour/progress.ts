import type { Desk } from '@madoguchi/api';

/** The tour's steps, in order; each is done when the desk has been seen in the state after it. */
export const steps = ['ready', 'ring', 'answer', 'hold', 'hangUp', 'finish', 'timeline'] as const;
export type Step = (typeof steps)[number];

/** Where the newcomer is: what their desk shows, and the address of the page they are on. */
export interface Seen {
  desk: Desk;
  path: string;
}

const past = (step: Step) => steps.indexOf(step) + 1;

/** How many steps are behind us, from what is seen now and how far we had come. Never backwards. */
export function reached({ desk, path }: Seen, before: number): number {
  const atLeast = (done: number) => Math.max(before, done);
  if (desk.calls.length > 0) return atLeast(past(desk.calls.some(call => call.state === 'held') ? 'hold' : 'answer'));
  if (desk.wrapups.length > 0) return atLeast(past('hangUp'));
  if (desk.offer) return atLeast(past('ring'));
  if (before >= past('finish')) return path.startsWith('/history/') || path.startsWith('/customers/') ? steps.length : before;
  if (before >= past('hangUp')) return past('finish');
  return desk.presence.state === 'ready' ? atLeast(past('ready')) : before;
}
