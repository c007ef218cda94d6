import { createContext, use, type ReactNode } from 'react';
import type { SessionView } from './generated/types.gen';

const SessionContext = createContext<SessionView | null>(null);

export function SessionProvider({ session, children }: { session: SessionView; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who is signed in. Only below the signed-in part of the application. */
export function useSession(): SessionView {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession outside the signed-in application');
  return session;
}

/** Whether the signed-in person holds a permission. The server decides; the screen only spares a useless button. */
export function useMay(permission: string): boolean {
  return useSession().permissions.includes(permission);
}

/** Whether any one of several permissions is held. */
export function useMayAny(permissions: readonly string[]): boolean {
  const held = useSession().permissions;
  return permissions.some(permission => held.includes(permission));
}
