export { LinkPage } from './LinkPage';
export { SignInPage } from './SignInPage';
