import { createContext, use, useEffect } from 'react';
import type { LegState, PhoneState, Softphone } from './softphone';

export interface DeskPhone {
  state: PhoneState;
  leg: LegState;
  phone: Softphone | undefined;
  /** Somebody needs the phone signed in, whatever the person's presence; call what is returned when no more. */
  want: () => () => void;
}
export const PhoneContext = createContext<DeskPhone>({ state: 'off', leg: 'none', phone: undefined, want: () => () => undefined });

/** The softphone of this browser. */
export const usePhone = (): DeskPhone => use(PhoneContext);

/** Keeps the phone signed in while the caller is on screen and `on` holds: whoever listens to a call is offered none. */
export function usePhoneWanted(on: boolean): void {
  const { want } = usePhone();
  useEffect(() => (on ? want() : undefined), [on, want]);
}
