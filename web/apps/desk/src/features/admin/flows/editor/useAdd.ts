import { useEditor } from './useEditor';
import { add, below, connect, placeOf, stepOf, targetOf } from './graph';
import { firstExit, type Kind } from './kinds';
import type { Things } from './useNames';

/** The type under which a kind of step is dragged from the palette. */
export const DRAGGED = 'application/x-madoguchi-step';

/**
 * Puts a step on the canvas and chooses it. Without a place it goes below the chosen step and is connected to the first
 * of that step's ways out that leads nowhere yet: a flow can be built by keys alone.
 */
export function useAdd(things: Things, after?: string) {
  const { graph, change, select, selected, exitsOf } = useEditor();
  return (kind: Kind, at?: { x: number; y: number }) => {
    const from = stepOf(graph, after ?? selected) ?? lowest(graph.nodes);
    const made = add(graph, kind, at ?? below(graph, from), { queue: things.queues[0]?.value, hours: things.hours[0]?.value });
    // The server's word on a step just made may be on its way: its first way out is known without.
    const ways = from ? exitsOf(from.id).filter(({ needed }) => needed).map(({ name }) => name) : [];
    const open = !at && from ? (ways.length > 0 ? ways : [firstExit(from)]).find(way => way && !targetOf(graph, from.id, way)) : undefined;
    change(open && from ? connect(made.graph, from.id, open, made.id) : made.graph);
    select(made.id);
  };
}

const lowest = <S extends Parameters<typeof placeOf>[0]>(steps: readonly S[]) => steps.reduce<S | undefined>((low, step) => (!low || placeOf(step).y > placeOf(low).y ? step : low), undefined);
