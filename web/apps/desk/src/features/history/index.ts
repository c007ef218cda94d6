export { ContactPage } from './ContactPage';
export { HistoryPage } from './HistoryPage';
