/** Short names for what the document names at length, and shapes that only the live feed sends. */
import type { AgentRow, BesideMe, BoardPerson, BoardQueue, MonitoringWish, Total, CaseRow, PresenceView, QueueLoad, WorkspaceStoreRulesReason, WrapupShown } from './generated/types.gen';

export type Id = string;
/** What became of somebody who was asked into a call, or of a parked customer. */
export interface CallTold {
  interaction: Id;
  what: 'invitation' | 'park';
  cause: string;
  purpose: string;
  name: string;
  number: string;
}
export type Presence = PresenceView['presence'];
export type ChosenPresence = PresenceView['after'];
export type MonitoringMode = MonitoringWish['mode'];
export type CaseStatus = CaseRow['status'];
export type ContactReason = WorkspaceStoreRulesReason;

/** Anything that has a name in both languages; an empty one falls back on the other. */
export interface Named {
  name_ja?: string;
  name_en?: string;
}

/** Bodies of live events, by event. */
export interface LiveBodies {
  'offer.ended': { offer: Id; interaction: Id; state: string; cause?: string | null };
  'presence.changed': { presence: string; since: string; reason: string | null; due: string | null; after: string };
  'wrapup.changed': WrapupShown;
  'queue.changed': { at: string; queues: QueueLoad[] };
  'agent.changed': { at: string; user: Id; agent: AgentRow | null; name: string };
  'skill.missing': { queue: Id; skill: string; interaction: Id };
  'presence.forced': { presence: string; by: Id; name: string; reason: string; reason_ja: string; reason_en: string };
  'board.changed': { at: string; queues: BoardQueue[]; totals: Total[]; people: BoardPerson[]; gone: Id[] };
  'monitoring.beside': { people: BesideMe[] };
  'message.read': { message: Id; user: Id };
  'draft.saved': { interaction: Id; kind: string; version: number };
  'customer.changed': { customer: Id };
  'call.told': CallTold;
  'parked.changed': { interaction: Id };
  'contact.changed': { interaction: Id; customer: Id | null };
}
