import { ADMIN_PERMISSIONS } from '../../features/admin/permissions';
import { IconActivityHeartbeat, IconAdjustmentsHorizontal, IconChartHistogram, IconChecklist, IconFolders, IconHistory, IconInbox, IconPhoneCall, IconUsers, type Icon } from '@tabler/icons-react';

export interface Place {
  to: string;
  /** Key of its name in `app:nav`. */
  name: string;
  icon: Icon;
  /** Any one of these permissions shows the place. */
  needs: readonly string[];
}

/** The rail, from top to bottom. A place without a page is not listed. */
export const places: readonly Place[] = [
  { to: '/', name: 'desk', icon: IconInbox, needs: ['desk.use'] },
  { to: '/customers', name: 'customers', icon: IconUsers, needs: ['customers.read'] },
  { to: '/cases', name: 'cases', icon: IconFolders, needs: ['cases.read'] },
  { to: '/tasks', name: 'tasks', icon: IconChecklist, needs: ['cases.read'] },
  { to: '/callbacks', name: 'callbacks', icon: IconPhoneCall, needs: ['cases.read'] },
  { to: '/history', name: 'history', icon: IconHistory, needs: ['interactions.read'] },
  { to: '/supervision', name: 'monitor', icon: IconActivityHeartbeat, needs: ['supervision.watch'] },
  { to: '/reports', name: 'reports', icon: IconChartHistogram, needs: ['reports.own'] },
  { to: '/admin', name: 'admin', icon: IconAdjustmentsHorizontal, needs: ADMIN_PERMISSIONS },
];
