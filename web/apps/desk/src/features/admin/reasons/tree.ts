import type { ContactReason, Id } from '@madoguchi/api';

/** `line` null: what all lines of business share. */
export type View = Id | null;

const ofView = (reason: ContactReason, view: View) => reason.line_of_business_id === null || reason.line_of_business_id === view;
const inOrder = (a: ContactReason, b: ContactReason) => a.position - b.position || a.code.localeCompare(b.code);

/** The reasons of a line of business (with the shared ones) as they are listed: each under its parent, siblings in order. */
export function listed(reasons: readonly ContactReason[], view: View): ContactReason[] {
  const shown = reasons.filter(reason => ofView(reason, view));
  const under = (parent: Id | null): ContactReason[] =>
    shown
      .filter(reason => reason.parent_id === parent)
      .sort(inOrder)
      .flatMap(reason => [reason, ...under(reason.id)]);
  return under(null);
}

export interface Place {
  reason: ContactReason;
  position: number;
}

/** Which reasons get which position when one moves a step up (-1) or down (1) among its siblings; none at the edge. */
export function moved(reasons: readonly ContactReason[], view: View, reason: ContactReason, step: -1 | 1): Place[] {
  const siblings = listed(reasons, view).filter(each => each.parent_id === reason.parent_id);
  const from = siblings.findIndex(each => each.id === reason.id);
  const other = siblings[from + step];
  if (!other) return [];
  siblings[from + step] = reason;
  siblings[from] = other;
  return siblings.map((each, index) => ({ reason: each, position: (index + 1) * 10 })).filter(({ reason: each, position }) => each.position !== position);
}

/** A place behind the last sibling. */
export const nextPosition = (reasons: readonly ContactReason[], parent: Id | null): number => Math.max(0, ...reasons.filter(each => each.parent_id === parent).map(each => each.position)) + 10;
