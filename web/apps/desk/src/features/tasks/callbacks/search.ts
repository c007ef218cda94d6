export const WHOSE = ['mine', 'team', 'anybody', 'all'] as const;
export const WHENS = ['late', 'today', 'done'] as const;

/** What the list shows, kept in the address. `new` opens the booking form, for a customer or a number where they are named. */
export interface CallbackSearch {
  who?: (typeof WHOSE)[number];
  till?: (typeof WHENS)[number];
  new?: boolean;
  customer?: string;
}

const oneOf = <Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined => choices.find(each => each === value);

export function callbackSearch(search: Record<string, unknown>): CallbackSearch {
  const found: CallbackSearch = {
    who: oneOf(WHOSE, search['who']),
    till: oneOf(WHENS, search['till']),
    new: search['new'] === true || search['new'] === 'true' ? true : undefined,
    customer: typeof search['customer'] === 'string' && search['customer'] !== '' ? search['customer'] : undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** The moment before which a call must have been promised to be shown. */
export function promisedBefore(till: CallbackSearch['till'], now = new Date()): string | undefined {
  if (till === 'late') return now.toISOString();
  if (till === 'today') return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).toISOString();
  return undefined;
}
