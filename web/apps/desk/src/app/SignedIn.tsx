import { accessShowSession, keys, onSession, SessionProvider, type SessionView } from '@madoguchi/api';
import { LiveProvider, type LiveHandlers } from '@madoguchi/live';
import { useMantineColorScheme } from '@mantine/core';
import { useTranslation } from '@madoguchi/i18n';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { casesLive } from '../features/cases/live';
import { customersLive } from '../features/customers/live';
import { DeskProvider, deskLive } from '../features/desk';
import { historyLive } from '../features/history/live';
import { reportsLive } from '../features/reports/live';
import { supervisionLive } from '../features/supervision/live';
import { tasksLive } from '../features/tasks/live';
import { remembered } from './remembered';
import { Shell } from './shell/Shell';
import { useLocking } from './useLocking';
import { LockScreen } from './LockScreen';

const handlers: readonly LiveHandlers[] = [deskLive, customersLive, casesLive, tasksLive, historyLive, reportsLive, supervisionLive];

/** The signed-in application: session, live feed, softphone and frame around the page. */
export function SignedIn() {
  const { data: session } = useQuery({ queryKey: keys.session, queryFn: () => accessShowSession(), staleTime: Infinity });
  useLeaveWhenSignedOut();
  usePreferences(session);
  useLocking(session);
  if (!session) return null;
  return (
    <SessionProvider session={session}>
      <LiveProvider handlers={handlers}>
        <DeskProvider>
          {session.locked ? (
            <LockScreen />
          ) : (
            <Shell>
              <Outlet />
            </Shell>
          )}
        </DeskProvider>
      </LiveProvider>
    </SessionProvider>
  );
}

/** The session may end on the server (signed out elsewhere, deactivated, expired): back to sign-in, and here again after. */
function useLeaveWhenSignedOut(): void {
  const cache = useQueryClient();
  const navigate = useNavigate();
  useEffect(
    () =>
      onSession('signedOut', () => {
        cache.clear();
        void navigate({ to: '/signin', search: { to: location.pathname + location.search } });
      }),
    [cache, navigate],
  );
}

/** Language and colours follow the person, not the browser. */
function usePreferences(session: SessionView | undefined): void {
  const { i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const [locale, theme] = [session?.user.locale, session?.user.theme];
  useEffect(() => {
    if (!locale) return;
    remembered.keepLocale(locale);
    void i18n.changeLanguage(locale);
  }, [locale, i18n]);
  useEffect(() => {
    if (theme) setColorScheme(theme);
  }, [theme, setColorScheme]);
}
