export { CasePage } from './CasePage';
export { CasesPage } from './CasesPage';
export { NewCasePage } from './NewCasePage';
