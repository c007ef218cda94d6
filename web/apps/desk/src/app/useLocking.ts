import { accessLockSession, keys, onSession, type SessionView } from '@madoguchi/api';
import { useIdle } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

const NEVER = 2 ** 31 - 1;

/**
 * Locks the session after the tenant's idle time, and shows the lock that another window or the server set. Only the
 * flag changes here: the softphone under the lock keeps its permissions, and a running call its voice.
 */
export function useLocking(session: SessionView | undefined): void {
  const cache = useQueryClient();
  const seconds = session?.idle_lock_seconds ?? 0;
  const idle = useIdle(seconds > 0 ? seconds * 1000 : NEVER, { initialState: false });
  const open = session !== undefined && !session.locked;
  useEffect(() => {
    const lock = () => {
      cache.setQueryData<SessionView>(keys.session, current => current && { ...current, locked: true });
    };
    if (idle && open && seconds > 0) void accessLockSession().then(lock, () => undefined);
    return onSession('locked', lock);
  }, [idle, open, seconds, cache]);
}
