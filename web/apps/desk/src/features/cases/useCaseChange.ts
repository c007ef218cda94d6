import { casesChangeCase, casesShowCase, ifMatch, keys, Problem, type CaseChange, type CaseDetail, type CaseRow } from '@madoguchi/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

interface Clash {
  mine: CaseChange;
  theirs: CaseRow;
}

/** Changing a case on the version that is shown. Who is slower sees both versions and decides; nothing is overwritten unseen. */
export function useCaseChange(row: CaseRow) {
  const cache = useQueryClient();
  const [clash, setClash] = useState<Clash>();
  const show = (fresh: CaseRow) => cache.setQueryData<CaseDetail>(keys.case(row.id), detail => detail && { ...detail, case: fresh });
  const save = useMutation({
    mutationFn: ({ change, version }: { change: CaseChange; version: number }) => casesChangeCase({ path: { case: row.id }, body: change, headers: ifMatch(version) }),
    onSuccess: fresh => {
      setClash(undefined);
      show(fresh);
      void cache.invalidateQueries({ queryKey: keys.cases });
      void cache.invalidateQueries({ queryKey: keys.timeline });
    },
    onError: async (error, { change }) => {
      if (!(error instanceof Problem) || error.status !== 412) return;
      const { case: theirs } = await casesShowCase({ path: { case: row.id } });
      setClash({ mine: change, theirs });
    },
  });
  return {
    change: (change: CaseChange) => { save.mutate({ change, version: row.version }); },
    saving: save.isPending,
    error: clash ? null : save.error,
    clash,
    keepMine: () => { if (clash) save.mutate({ change: clash.mine, version: clash.theirs.version }); },
    takeTheirs: () => {
      if (clash) show(clash.theirs);
      setClash(undefined);
      save.reset();
    },
  };
}
