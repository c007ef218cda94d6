export { BoardPage } from './BoardPage';
export { AlertsPage } from './AlertsPage';
