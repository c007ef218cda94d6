import { useEffect, useState } from 'react';

/** The time in ms, refreshed every `every` ms while mounted; pass null to stand still. */
export function useTick(every: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (every === null) return undefined;
    const timer = setInterval(() => { setNow(Date.now()); }, every);
    return () => { clearInterval(timer); };
  }, [every]);
  return now;
}
