import type { LegState, PhoneState, Softphone } from '@madoguchi/phone';
import { createContext, use } from 'react';

export interface DeskPhone {
  state: PhoneState;
  leg: LegState;
  phone: Softphone | undefined;
}
export const PhoneContext = createContext<DeskPhone>({ state: 'off', leg: 'none', phone: undefined });

/** The softphone of this browser. */
export const usePhone = (): DeskPhone => use(PhoneContext);
