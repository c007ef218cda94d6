import type { Queue, QueueForm } from '@madoguchi/api';

/** A queue as it is edited, with the people who serve it. */
export type Form = Required<QueueForm> & { members: string[] };

export const blank: Form = {
  code: '',
  name_ja: '',
  name_en: '',
  line_of_business: null,
  offer_seconds: null,
  wrapup_seconds: null,
  max_wait_seconds: null,
  active: true,
  strategy: 'longest_idle',
  required: {},
  steps: [],
  last_agent: false,
  match_language: false,
  members: [],
};

export function formOf(queue: Queue, members: string[]): Form {
  const kept = Object.entries(queue).filter(([name]) => name in blank);
  return { ...blank, ...(Object.fromEntries(kept) as Partial<Form>), members };
}
