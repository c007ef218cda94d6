import { accessShowSession, keys, Problem, setCsrfToken, type SessionView } from '@madoguchi/api';
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { caseSearch, newCaseSearch } from '../features/cases/search';
import { AgentDesk } from '../features/desk';
import { callbackSearch } from '../features/tasks/callbacks/search';
import { taskSearch } from '../features/tasks/search';
import { reportSearch } from '../features/reports/search';
import { boardSearch } from '../features/supervision/search';
import { historySearch } from '../features/history/search';
import { LinkPage, SignInPage } from '../features/signin';
import { Failure, NotFound } from './Failure';
import { SignedIn } from './SignedIn';

interface Context {
  cache: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NotFound, errorComponent: Failure });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/signin',
  validateSearch: (search: Record<string, unknown>): { to?: string } => (typeof search['to'] === 'string' && /^\/(?!\/)/.test(search['to']) ? { to: search['to'] } : {}),
  component: SignInPage,
});
const link = createRoute({ getParentRoute: () => root, path: '/links/$token', component: LinkPage });

/** Everything below needs a session; without one the reader signs in and comes back to the same page. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: SignedIn,
  beforeLoad: async ({ context, location }) => {
    try {
      const session = await context.cache.ensureQueryData({ queryKey: keys.session, queryFn: () => accessShowSession(), staleTime: Infinity });
      setCsrfToken(session.csrf);
    } catch (error) {
      if (error instanceof Problem && error.status === 401)
        throw redirect({ to: '/signin', search: location.href === '/' ? {} : { to: location.href } });
      throw error;
    }
  },
});

const customers = () => import('../features/customers');
const cases = () => import('../features/cases');
const tasks = () => import('../features/tasks');
const history = () => import('../features/history');
const reports = () => import('../features/reports');
const supervision = () => import('../features/supervision');
const administration = () => import('../features/admin');
const pages = [
  createRoute({ getParentRoute: () => signedIn, path: '/', component: AgentDesk }),
  createRoute({ getParentRoute: () => signedIn, path: '/customers', component: lazyRouteComponent(customers, 'CustomersPage') }),
  createRoute({ getParentRoute: () => signedIn, path: '/customers/imports', component: lazyRouteComponent(customers, 'ImportsPage') }),
  createRoute({ getParentRoute: () => signedIn, path: '/customers/imports/$import', component: lazyRouteComponent(customers, 'ImportPage') }),
  createRoute({ getParentRoute: () => signedIn, path: '/customers/$customer', component: lazyRouteComponent(customers, 'CustomerPage') }),
  createRoute({ getParentRoute: () => signedIn, path: '/cases', validateSearch: caseSearch, component: lazyRouteComponent(cases, 'CasesPage') }),
  createRoute({ getParentRoute: () => signedIn, path: '/cases/new', validateSearch: newCaseSearch, component: lazyRouteComponent(cases, 'NewCasePage') }),
  createRoute({ getParentRoute: () => signedIn, path: '/cases/$case', component: lazyRouteComponent(cases, 'CasePage') }),
  createRoute({ getParentRoute: () => signedIn, path: '/tasks', validateSearch: taskSearch, component: lazyRouteComponent(tasks, 'TasksPage') }),
  createRoute({ getParentRoute: () => signedIn, path: '/callbacks', validateSearch: callbackSearch, component: lazyRouteComponent(tasks, 'CallbacksPage') }),
  createRoute({ getParentRoute: () => signedIn, path: '/history', validateSearch: historySearch, component: lazyRouteComponent(history, 'HistoryPage') }),
  createRoute({ getParentRoute: () => signedIn, path: '/history/$interaction', component: lazyRouteComponent(history, 'ContactPage') }),
  // Where the live queues were before there was a board; links to it are kept.
  createRoute({
    getParentRoute: () => signedIn,
    path: '/queues',
    beforeLoad: ({ context }) => {
      const session = context.cache.getQueryData<SessionView>(keys.session);
      throw redirect({ to: session?.permissions.includes('supervision.watch') ? '/supervision' : '/' });
    },
  }),
  createRoute({ getParentRoute: () => signedIn, path: '/reports', validateSearch: reportSearch, component: lazyRouteComponent(reports, 'ReportsPage') }),
  createRoute({ getParentRoute: () => signedIn, path: '/supervision', validateSearch: boardSearch, component: lazyRouteComponent(supervision, 'BoardPage') }),
  createRoute({ getParentRoute: () => signedIn, path: '/supervision/alerts', component: lazyRouteComponent(supervision, 'AlertsPage') }),
];

/** The drawing table of a flow needs the whole page, without the list of rooms beside it. */
const flow = createRoute({ getParentRoute: () => signedIn, path: '/admin/flows/$flow', component: lazyRouteComponent(administration, 'FlowEditor') });
const admin = createRoute({ getParentRoute: () => signedIn, path: '/admin', component: lazyRouteComponent(administration, 'AdminLayout') });
const adminPages = [
  createRoute({ getParentRoute: () => admin, path: '/flows', component: lazyRouteComponent(administration, 'FlowsPage') }),
  createRoute({ getParentRoute: () => admin, path: '/prompts', component: lazyRouteComponent(administration, 'PromptsPage') }),
  createRoute({ getParentRoute: () => admin, path: '/hours', component: lazyRouteComponent(administration, 'HoursPage') }),
  createRoute({ getParentRoute: () => admin, path: '/holidays', component: lazyRouteComponent(administration, 'HolidaysPage') }),
  createRoute({ getParentRoute: () => admin, path: '/shifts', component: lazyRouteComponent(administration, 'ShiftsPage') }),
  createRoute({ getParentRoute: () => admin, path: '/numbers', component: lazyRouteComponent(administration, 'NumbersPage') }),
  createRoute({ getParentRoute: () => admin, path: '/crm', component: lazyRouteComponent(administration, 'CrmPage') }),
  createRoute({ getParentRoute: () => admin, path: '/lines', component: lazyRouteComponent(administration, 'LinesPage') }),
  createRoute({ getParentRoute: () => admin, path: '/queues', component: lazyRouteComponent(administration, 'QueuesPage') }),
  createRoute({ getParentRoute: () => admin, path: '/skills', component: lazyRouteComponent(administration, 'SkillsPage') }),
  createRoute({ getParentRoute: () => admin, path: '/abilities', component: lazyRouteComponent(administration, 'AbilitiesPage') }),
  createRoute({ getParentRoute: () => admin, path: '/reasons', component: lazyRouteComponent(administration, 'ReasonsPage') }),
  createRoute({ getParentRoute: () => admin, path: '/wrapup', component: lazyRouteComponent(administration, 'WrapupPage') }),
  createRoute({ getParentRoute: () => admin, path: '/templates', component: lazyRouteComponent(administration, 'TemplatesPage') }),
  createRoute({ getParentRoute: () => admin, path: '/teams', component: lazyRouteComponent(administration, 'TeamsPage') }),
  createRoute({ getParentRoute: () => admin, path: '/users', component: lazyRouteComponent(administration, 'UsersPage') }),
  createRoute({ getParentRoute: () => admin, path: '/keys', component: lazyRouteComponent(administration, 'KeysPage') }),
  createRoute({ getParentRoute: () => admin, path: '/settings', component: lazyRouteComponent(administration, 'SettingsPage') }),
  createRoute({ getParentRoute: () => admin, path: '/audit', component: lazyRouteComponent(administration, 'AuditPage') }),
];

const tree = root.addChildren([signIn, link, signedIn.addChildren([...pages, flow, admin.addChildren(adminPages)])]);

export const createAppRouter = (cache: QueryClient) => createRouter({ routeTree: tree, context: { cache }, defaultPreload: 'intent', scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
