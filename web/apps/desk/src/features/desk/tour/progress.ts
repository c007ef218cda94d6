import type { Desk } from '@madoguchi/api';

/** The tour's steps, in order; each is done when the desk has been seen in the state after it. */
export const steps = ['ready', 'ring', 'answer', 'hangUp', 'finish'] as const;
export type Step = (typeof steps)[number];

/** How many steps are behind us, from what the desk shows now and how far we had come. Never backwards. */
export function reached(desk: Desk, before: number): number {
  if (desk.calls.length > 0) return Math.max(before, 3);
  if (desk.wrapups.length > 0) return Math.max(before, 4);
  if (desk.offer) return Math.max(before, 2);
  if (before >= 4) return steps.length;
  return desk.presence.state === 'ready' ? Math.max(before, 1) : before;
}
