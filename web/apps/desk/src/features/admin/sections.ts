import { IconAdjustments, IconBriefcase, IconCalendarOff, IconCalendarWeek, IconClipboardCheck, IconClockHour9, IconHistory, IconKey, IconListTree, IconPhone, IconPlugConnected, IconRoute, IconTemplate, IconTool, IconUsers, IconUserStar, IconUsersGroup, IconVolume, type Icon } from '@tabler/icons-react';

export interface AdminPlace {
  /** Last part of the address, and key of its name in `admin:nav`. */
  name: 'queues' | 'skills' | 'abilities' | 'hours' | 'holidays' | 'shifts' | 'flows' | 'prompts' | 'numbers' | 'crm' | 'lines' | 'reasons' | 'wrapup' | 'templates' | 'users' | 'teams' | 'keys' | 'settings' | 'audit';
  icon: Icon;
  needs: string;
}

/** What can be administered, grouped as people look for it. */
export const sections: readonly { name: string; places: readonly AdminPlace[] }[] = [
  {
    name: 'routing',
    places: [
      { name: 'queues', icon: IconUsersGroup, needs: 'routing.admin' },
      { name: 'skills', icon: IconTool, needs: 'routing.admin' },
      { name: 'abilities', icon: IconUserStar, needs: 'routing.supervise' },
      { name: 'flows', icon: IconRoute, needs: 'routing.admin' },
      { name: 'prompts', icon: IconVolume, needs: 'routing.admin' },
      { name: 'numbers', icon: IconPhone, needs: 'telephony.admin' },
    ],
  },
  {
    name: 'calendars',
    places: [
      { name: 'hours', icon: IconClockHour9, needs: 'calendars.admin' },
      { name: 'holidays', icon: IconCalendarOff, needs: 'calendars.admin' },
      { name: 'shifts', icon: IconCalendarWeek, needs: 'shifts.read' },
    ],
  },
  {
    name: 'handling',
    places: [
      { name: 'lines', icon: IconBriefcase, needs: 'settings.admin' },
      { name: 'reasons', icon: IconListTree, needs: 'settings.admin' },
      { name: 'wrapup', icon: IconClipboardCheck, needs: 'settings.admin' },
      { name: 'templates', icon: IconTemplate, needs: 'settings.admin' },
    ],
  },
  {
    name: 'organisation',
    places: [
      { name: 'users', icon: IconUsers, needs: 'users.admin' },
      { name: 'teams', icon: IconUsersGroup, needs: 'users.admin' },
      { name: 'crm', icon: IconPlugConnected, needs: 'crm.admin' },
      { name: 'keys', icon: IconKey, needs: 'api_keys.admin' },
      { name: 'settings', icon: IconAdjustments, needs: 'settings.admin' },
    ],
  },
  { name: 'record', places: [{ name: 'audit', icon: IconHistory, needs: 'audit.read' }] },
];
