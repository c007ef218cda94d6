import { entrypointsCallMe, entrypointsListCallers, type DemoCaller } from '@madoguchi/api';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useDesk } from '../state';
import { reached } from './progress';

const STORE = 'madoguchi.tour';
const DISMISSED = -1;
const kept = () => Number(localStorage.getItem(STORE) ?? 0);

/** The newcomer's five minutes, on an installation with the demonstration company; undefined elsewhere or when put away. */
export function useTour() {
  const desk = useDesk();
  const [before, setBefore] = useState(kept);
  const callers = useQuery({ queryKey: ['demo', 'callers'], queryFn: ({ signal }) => entrypointsListCallers({ signal }), staleTime: Infinity, retry: false });
  const call = useMutation({ mutationFn: (caller: DemoCaller) => entrypointsCallMe({ body: caller.call }) });
  const done = desk && before !== DISMISSED ? reached(desk, before) : before;
  if (done !== before) setBefore(done);
  useEffect(() => {
    localStorage.setItem(STORE, String(done));
  }, [done]);
  if (!callers.data?.length || done === DISMISSED) return undefined;
  return { callers: callers.data, done, call, dismiss: () => { setBefore(DISMISSED); } };
}
