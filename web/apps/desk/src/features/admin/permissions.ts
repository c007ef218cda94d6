/** Whoever holds one of these has a room in the administration. Apart from the rooms, so that the frame loads none of them. */
export const ADMIN_PERMISSIONS: readonly string[] = ['routing.admin', 'routing.supervise', 'calendars.admin', 'shifts.read', 'telephony.admin', 'users.admin', 'crm.admin', 'api_keys.admin', 'settings.admin', 'audit.read'];
