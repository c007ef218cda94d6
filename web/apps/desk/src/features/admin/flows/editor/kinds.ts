import type { Graph } from '@madoguchi/api';
import { IconArrowFork, IconClockHour9, IconGridDots, IconHeadset, IconMicrophone2, IconNumbers, IconPhoneCall, IconPhoneIncoming, IconPhoneOff, IconPhoneOutgoing, IconRecordMail, IconRepeat, IconStars, IconVolume, type Icon } from '@tabler/icons-react';

export type Step = Graph['nodes'][number];
export type Kind = Step['kind'];
export type StepOf<K extends Kind> = Extract<Step, { kind: K }>;

export const icons: Record<Kind, Icon> = {
  start: IconPhoneIncoming,
  notice: IconMicrophone2,
  prompt: IconVolume,
  menu: IconGridDots,
  collect: IconNumbers,
  hours: IconClockHour9,
  condition: IconArrowFork,
  assign: IconStars,
  again: IconRepeat,
  queue: IconHeadset,
  callback: IconPhoneCall,
  voicemail: IconRecordMail,
  transfer: IconPhoneOutgoing,
  hang_up: IconPhoneOff,
};

/** The steps as a builder looks for them. There is one start, which every flow has already. */
export const groups: readonly { name: 'say' | 'decide' | 'connect'; kinds: readonly Kind[] }[] = [
  { name: 'say', kinds: ['notice', 'prompt', 'menu', 'collect'] },
  { name: 'decide', kinds: ['hours', 'condition', 'assign', 'again'] },
  { name: 'connect', kinds: ['queue', 'callback', 'voicemail', 'transfer', 'hang_up'] },
];

/** What a new step begins with; what it needs of the tenant is chosen first, and its faults say what is still to choose. */
export interface Known {
  queue: string | undefined;
  hours: string | undefined;
}

/** Stands for "not chosen yet": an id that nothing has, so that the step says what is missing. */
export const NOTHING = '00000000-0000-0000-0000-000000000000';

export function begin(kind: Kind, id: string, { queue = NOTHING, hours = NOTHING }: Known): Step {
  switch (kind) {
    case 'hours':
      return { kind, id, hours };
    case 'prompt':
      return { kind, id, prompt: 'waiting', interruptible: true };
    case 'menu':
      return { kind, id, prompt: 'waiting', choices: [{ digit: '1', label: '' }, { digit: '2', label: '' }], wait_seconds: 5, tries: 2 };
    case 'collect':
      return { kind, id, prompt: 'waiting', what: 'customer_number' };
    case 'condition':
      return { kind, id, branches: [{ exit: 'branch1', label: '', clauses: [{ fact: 'customer.known', op: 'is', value: true }] }] };
    case 'queue':
      return { kind, id, queue };
    case 'callback':
      return { kind, id, queue };
    case 'voicemail':
      return { kind, id, prompt: 'waiting' };
    case 'transfer':
      return { kind, id, number: '' };
    case 'hang_up':
      return { kind, id, prompt: 'sorry' };
    default:
      return { kind, id };
  }
}

/** The way out by which a flow usually goes on from a step; undefined where it ends. */
export function firstExit(step: Step): string | undefined {
  switch (step.kind) {
    case 'hours':
      return 'open';
    case 'menu':
      return step.choices?.[0]?.digit ?? 'no_input';
    case 'collect':
      return 'found';
    case 'condition':
      return step.branches?.[0]?.exit ?? 'otherwise';
    case 'queue':
      return 'max_wait';
    case 'callback':
      return 'accepted';
    case 'voicemail':
      return 'recorded';
    case 'transfer':
      return 'failed';
    case 'again':
      return 'again';
    case 'hang_up':
      return undefined;
    default:
      return 'next';
  }
}
