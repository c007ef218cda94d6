import { useFormat } from '@madoguchi/i18n';
import { useTick } from './tick';

/** A timer that counts up from `since` (RFC 3339). */
export function Elapsed({ since, testId }: { since: string; testId?: string }) {
  const format = useFormat();
  const now = useTick(1000);
  return (
    <span className="tn" role="timer" data-testid={testId}>
      {format.clock((now - Date.parse(since)) / 1000)}
    </span>
  );
}

/** A timer that counts down to `until` and goes on counting, with a plus, once it has passed. */
export function Remaining({ until, testId }: { until: string; testId?: string }) {
  const format = useFormat();
  const now = useTick(1000);
  const seconds = (Date.parse(until) - now) / 1000;
  return (
    <span className="tn" role="timer" data-testid={testId}>
      {seconds >= 0 ? format.clock(Math.ceil(seconds)) : `+${format.clock(-seconds)}`}
    </span>
  );
}

/** When something happened, no longer than needed (`clock`: its time alone); the full moment on hover. */
export function Stamp({ at, clock }: { at: string; clock?: boolean | undefined }) {
  const format = useFormat();
  return (
    <time className="tn nowrap" dateTime={at} title={`${format.date(at)} ${format.timeWithSeconds(at)}`}>
      {clock ? format.time(at) : format.stamp(at)}
    </time>
  );
}
