import type { Colleague, QueueRow } from '@madoguchi/api';

/** Whom a call can be handed to, or asked into it. */
export type Target = { kind: 'person'; person: Colleague } | { kind: 'queue'; queue: QueueRow } | { kind: 'number'; number: string };
export type Mode = 'consult' | 'transfer' | 'add';

const katakana = (text: string) => text.replace(/[ぁ-ゖ]/g, each => String.fromCharCode(each.charCodeAt(0) + 0x60));
const fold = (text: string) => katakana(text.normalize('NFKC')).toLowerCase().replace(/\s+/g, '');

/** Those whose name, reading or skill holds what was typed. */
export function peopleLike(people: readonly Colleague[], text: string): Colleague[] {
  const wanted = fold(text);
  return people.filter(person => [person.name, person.kana, ...person.skills.flatMap(skill => [skill.name_ja, skill.name_en])].some(each => fold(each).includes(wanted)));
}

export function queuesLike(queues: readonly QueueRow[], text: string): QueueRow[] {
  const wanted = fold(text);
  return queues.filter(queue => [queue.name_ja, queue.name_en].some(each => fold(each).includes(wanted)));
}

/** What was typed, when it can be dialled: digits and the signs that people put between them. */
export function numberIn(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim();
  return /^\+?[\d\s\-()]+$/.test(plain) && plain.replace(/\D/g, '').length >= 3 ? plain : undefined;
}

/** Whether this can be done with them now: only somebody who is ready is asked, and a line is not asked aside. */
export function possible(target: Target | undefined, mode: Mode): boolean {
  if (!target) return false;
  if (target.kind === 'person') return target.person.presence === 'ready';
  return target.kind === 'number' || mode === 'transfer';
}

export const sameTarget = (a: Target | undefined, b: Target) => a !== undefined && idOf(a) === idOf(b);
export const idOf = (target: Target): string => (target.kind === 'person' ? target.person.id : target.kind === 'queue' ? target.queue.id : target.number);
