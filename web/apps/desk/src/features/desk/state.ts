import { keys, supervisionListBesideMe, useMay, workspaceShowDesk, type BesideMe, type Desk, type DeskCall, type DeskWrapup, type ScreenPop } from '@madoguchi/api';
import { useQuery } from '@tanstack/react-query';

/** The whole state of my desk. One read; live events keep it fresh. */
export function useDesk(): Desk | undefined {
  const enabled = useMay('desk.use');
  return useQuery({ queryKey: keys.desk, queryFn: ({ signal }) => workspaceShowDesk({ signal }), enabled, staleTime: Infinity }).data;
}

/** The supervisors beside my call, as far as I am told. */
export function useBeside(): readonly BesideMe[] {
  return useQuery({ queryKey: keys.beside, queryFn: ({ signal }) => supervisionListBesideMe({ signal }), staleTime: Infinity }).data ?? [];
}

export type Focus =
  | { kind: 'idle' }
  | { kind: 'ringing'; pop: ScreenPop }
  | { kind: 'call'; call: DeskCall; pop: ScreenPop }
  | { kind: 'wrapup'; wrapup: DeskWrapup; pop: ScreenPop };

/** What the middle of the desk is about: a call before its wrap-up, a wrap-up that runs before one that is owed; of those the newest, which was there when its time ran out. */
export function focusOf(desk: Desk | undefined): Focus {
  const call = desk?.calls[0];
  if (call) return { kind: 'call', call, pop: call.pop };
  if (desk?.offer) return { kind: 'ringing', pop: desk.offer };
  const wrapup = desk?.wrapups.find(each => each.state === 'due') ?? desk?.wrapups.findLast(each => each.state === 'overdue');
  return wrapup ? { kind: 'wrapup', wrapup, pop: wrapup.pop } : { kind: 'idle' };
}

export function useFocus(): Focus {
  return focusOf(useDesk());
}

export const useOnCall = (): boolean => useFocus().kind !== 'idle';

/** How many pieces of work wait on this desk: calls, an offer, owed forms. */
export function useWorkCount(): number {
  const desk = useDesk();
  return desk ? desk.calls.length + desk.wrapups.length + (desk.offer ? 1 : 0) : 0;
}
