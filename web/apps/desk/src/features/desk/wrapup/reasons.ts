import type { ContactReason, Id } from '@madoguchi/api';

export interface ReasonPath {
  leaf: ContactReason;
  /** From the widest to the leaf. */
  levels: ContactReason[];
  /** Everything it may be found by, folded. */
  search: string;
}

const MOST_LEVELS = 3;

/** The leaves of the tree with their way to the top, in the tree's own order. */
export function reasonPaths(reasons: readonly ContactReason[]): ReasonPath[] {
  const byId = new Map(reasons.map(reason => [reason.id, reason]));
  const parents = new Set(reasons.map(reason => reason.parent_id));
  return reasons
    .filter(reason => !parents.has(reason.id))
    .map(leaf => {
      const levels = [leaf];
      for (let up = byId.get(leaf.parent_id ?? ''); up && levels.length < MOST_LEVELS; up = byId.get(up.parent_id ?? '')) levels.unshift(up);
      const search = levels.flatMap(level => [level.code, level.name_ja, level.name_en]).join(' ').normalize('NFKC').toLowerCase();
      return { leaf, levels, search };
    });
}

/** Codes that people learn and type are numbers; a code that is a word only repeats the name. */
export const shownCode = (code: string): string => (/\d/.test(code) ? code : '');

const QUICK = 5;
const store = (line: string) => `madoguchi.reasons.${line}`;

/** The reasons I chose last for this line of business, the latest first. */
export function recentReasons(line: string): Id[] {
  const kept: unknown = JSON.parse(localStorage.getItem(store(line)) ?? '[]');
  return Array.isArray(kept) ? kept.filter(each => typeof each === 'string') : [];
}

export function rememberReason(line: string, reason: Id | null): void {
  if (reason) localStorage.setItem(store(line), JSON.stringify([reason, ...recentReasons(line).filter(each => each !== reason)].slice(0, QUICK)));
}
