import { useFocus } from '../state';
import { CallBar } from './CallBar';
import { RingBar } from './RingBar';
import { WrapBar } from './WrapBar';

/** What hangs from the top edge on every page: the call that rings, the call I am on, or the wrap-up that runs. */
export function Noren() {
  const focus = useFocus();
  if (focus.kind === 'call') return <CallBar key={focus.call.interaction} call={focus.call} />;
  if (focus.kind === 'ringing') return <RingBar key={focus.pop.offer?.id} pop={focus.pop} />;
  if (focus.kind === 'wrapup') return <WrapBar wrapup={focus.wrapup} />;
  return null;
}
