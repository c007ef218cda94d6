import { ifMatch, workflowsAddFlow, workflowsChangeFlow, workflowsPublishFlow, workflowsSaveDraft, type Flow, type Graph, type HangUpNode, type QueueNode } from '@madoguchi/api';

/** A flow that is a notice if wished, one queue, and a farewell: what the form can show. */
export interface ShortFlow {
  name: string;
  active: boolean;
  queue: string;
  notice: boolean;
  max_wait_seconds: number | null;
  priority: number;
  farewell: 'sorry' | 'closed';
}

export const blank: ShortFlow = { name: '', active: true, queue: '', notice: true, max_wait_seconds: null, priority: 0, farewell: 'sorry' };

/** The flow as the form shows it; undefined when it has grown beyond that. */
export function shortOf(flow: Flow): ShortFlow | undefined {
  const { nodes } = flow.draft;
  const queue = nodes.find((node): node is QueueNode => node.kind === 'queue');
  const end = nodes.find((node): node is HangUpNode => node.kind === 'hang_up');
  if (!queue || !end || nodes.some(({ kind }) => !['start', 'notice', 'queue', 'hang_up'].includes(kind))) return undefined;
  return {
    name: flow.name,
    active: flow.active,
    queue: queue.queue,
    notice: nodes.some(({ kind }) => kind === 'notice'),
    max_wait_seconds: queue.max_wait_seconds ?? null,
    priority: queue.priority ?? 0,
    farewell: end.prompt === 'closed' ? 'closed' : 'sorry',
  };
}

/** Make the wish true: a new flow, or the next version of `flow`. */
export async function keep(flow: Flow | undefined, wish: ShortFlow): Promise<Flow> {
  const { queue, notice, max_wait_seconds, priority, farewell } = wish;
  if (!flow) return workflowsAddFlow({ body: { name: wish.name, short: { queue, notice, max_wait_seconds, priority, farewell } } });
  const path = { flow_id: flow.id };
  const named = await workflowsChangeFlow({ path, body: { name: wish.name, active: wish.active }, headers: ifMatch(flow.version) });
  const drafted = await workflowsSaveDraft({ path, body: { draft: graphOf(wish) }, headers: ifMatch(named.version) });
  return workflowsPublishFlow({ path, body: {}, headers: ifMatch(drafted.version) });
}

function graphOf({ queue, notice, max_wait_seconds, priority, farewell }: ShortFlow): Graph {
  const first = notice ? 'notice' : 'queue';
  return {
    nodes: [{ kind: 'start', id: 'start' }, ...(notice ? [{ kind: 'notice' as const, id: 'notice' }] : []), { kind: 'queue', id: 'queue', queue, max_wait_seconds, priority }, { kind: 'hang_up', id: 'farewell', prompt: farewell }],
    edges: [{ source: 'start', exit: 'next', target: first }, ...(notice ? [{ source: 'notice', exit: 'next', target: 'queue' }] : []), { source: 'queue', exit: 'max_wait', target: 'farewell' }],
  };
}
