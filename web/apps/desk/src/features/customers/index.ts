export { CustomersPage } from './CustomersPage';
export { CustomerPage } from './CustomerPage';
export { ImportPage } from './imports/ImportPage';
export { ImportsPage } from './imports/ImportsPage';
