export { AdminLayout } from './AdminLayout';
export { AuditPage } from './audit/AuditPage';
export { KeysPage } from './keys/KeysPage';
export { LinesPage } from './lines/LinesPage';
export { SettingsPage } from './settings/SettingsPage';
export { UsersPage } from './users/UsersPage';
