/** The states in which the house still means to call by itself. */
export const LIVE: ReadonlySet<string> = new Set(['kept', 'planned', 'queued', 'calling']);
