import { keys, type CaseDetail, type CaseRow } from '@madoguchi/api';
import { patch, type LiveHandlers } from '@madoguchi/live';

/** A case changed on some desk: its page shows it at once, and whoever lists cases reads them again. */
export const casesLive: LiveHandlers = {
  'case.changed': (cache, row: CaseRow) => {
    patch<CaseDetail>(cache, keys.case(row.id), detail => (detail.case.version <= row.version ? { ...detail, case: row } : detail));
    void cache.invalidateQueries({ queryKey: keys.cases });
  },
};
