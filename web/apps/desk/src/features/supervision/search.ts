import { GROUPS, type Group } from './groups';

/** The rows behind a number; the server knows these counts. What was handled is told part by part, the others as stays in a line. */
export const COUNTS = ['waiting', 'offered', 'decided', 'answered', 'in_time', 'late', 'abandoned', 'short_abandoned', 'diverted', 'handled'] as const;
export type Count = (typeof COUNTS)[number];
/** Whom the list of people shows: of one group, or everybody; those at work where nothing is said. */
export const SHOWN = [...GROUPS, 'everybody'] as const;
export type Shown = Group | 'everybody';

/** What the wallboard shows, kept in the address so that it can be handed on, and stands on a wall by itself. */
export interface BoardSearch {
  team?: string;
  queue?: string;
  state?: Shown;
  person?: string;
  count?: Count;
  /** Whose stays: a queue's, or (absent) those of all that are shown. */
  of?: string;
  wall?: true;
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

export function boardSearch(search: Record<string, unknown>): BoardSearch {
  const [team, queue, person, of] = [text(search['team']), text(search['queue']), text(search['person']), text(search['of'])];
  const state = SHOWN.find(each => each === search['state']);
  const count = COUNTS.find(each => each === search['count']);
  return {
    ...(team && { team }),
    ...(queue && { queue }),
    ...(state && { state }),
    ...(person && { person }),
    ...(count && { count }),
    ...(of && { of }),
    ...(search['wall'] === true && { wall: true as const }),
  };
}
