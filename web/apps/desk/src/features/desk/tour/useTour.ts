import { entrypointsCallMe, entrypointsListCallers, type DemoCaller } from '@madoguchi/api';
import { useLocalStorage } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useDesk } from '../state';
import { reached } from './progress';

const PUT_AWAY = -1;

/** Callers of the demonstration company who can be asked to ring; nobody on every other installation. */
export function useCallers() {
  const desk = useDesk();
  const callers = useQuery({ queryKey: ['demo', 'callers'], queryFn: ({ signal }) => entrypointsListCallers({ signal }), enabled: desk !== undefined, staleTime: Infinity, retry: false });
  const call = useMutation({ mutationFn: (caller: DemoCaller) => entrypointsCallMe({ body: caller.call }) });
  return { callers: callers.data ?? [], call, ready: desk?.presence.state === 'ready' && !desk.offer };
}

/** How far the newcomer's five minutes have come, kept in this browser; `done` is undefined while they are put away. */
export function useTour() {
  const desk = useDesk();
  const path = useRouterState({ select: state => state.location.pathname });
  const [before, setBefore] = useLocalStorage({ key: 'madoguchi.tour', defaultValue: 0, getInitialValueInEffect: false });
  const done = desk && before !== PUT_AWAY ? reached({ desk, path }, before) : before;
  useEffect(() => {
    if (done !== before) setBefore(done);
  }, [done, before, setBefore]);
  return {
    done: done === PUT_AWAY ? undefined : done,
    putAway: () => { setBefore(PUT_AWAY); },
    restart: () => { setBefore(0); },
  };
}
