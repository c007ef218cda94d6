import type { Clause } from '@madoguchi/api';

export type FactName = Clause['fact'];
type Type = 'bool' | 'number' | 'text';

/** What may be asked of each fact, as the server has it. */
export const FACTS: Record<FactName, { type: Type; ofQueue: boolean }> = {
  'customer.known': { type: 'bool', ofQueue: false },
  'customer.tier': { type: 'text', ofQueue: false },
  'customer.value': { type: 'number', ofQueue: false },
  'customer.language': { type: 'text', ofQueue: false },
  'customer.tag': { type: 'text', ofQueue: false },
  'customer.flagged': { type: 'bool', ofQueue: false },
  'customer.last_agent_ready': { type: 'bool', ofQueue: false },
  'caller.withheld': { type: 'bool', ofQueue: false },
  'order.given': { type: 'bool', ofQueue: false },
  'order.status': { type: 'text', ofQueue: false },
  'queue.waiting': { type: 'number', ofQueue: true },
  'queue.longest_wait': { type: 'number', ofQueue: true },
  'queue.estimated_wait': { type: 'number', ofQueue: true },
  'queue.staffed': { type: 'number', ofQueue: true },
  'queue.ready': { type: 'number', ofQueue: true },
};

/** How an order may stand. */
export const ORDER_STATUSES = ['ordered', 'shipped', 'delivered', 'returned', 'cancelled'] as const;

export const OPERATORS: Record<Exclude<Type, 'bool'>, readonly NonNullable<Clause['op']>[]> = {
  text: ['is', 'is_not'],
  number: ['at_least', 'at_most', 'is', 'is_not'],
};

const FIRST: Record<Type, Pick<Clause, 'op' | 'value'>> = {
  bool: { op: 'is', value: true },
  text: { op: 'is', value: '' },
  number: { op: 'at_least', value: 1 },
};

/** A test of a fact as it begins: what it compares with fits the fact's own type. */
export function fresh(fact: FactName, things: { queues: readonly { value: string }[] }): Clause {
  const { type, ofQueue } = FACTS[fact];
  return { fact, ...FIRST[type], queue: ofQueue ? (things.queues[0]?.value ?? null) : null };
}
