import { keys } from '@madoguchi/api';
import type { LiveHandlers } from '@madoguchi/live';

/** A day was counted anew, or a finding came or was looked at: whoever shows reports reads again. */
export const reportsLive: LiveHandlers = {
  'report.changed': cache => {
    void cache.invalidateQueries({ queryKey: keys.reports, refetchType: 'active' });
  },
  'finding.changed': cache => {
    void cache.invalidateQueries({ queryKey: keys.findings, refetchType: 'active' });
  },
};
