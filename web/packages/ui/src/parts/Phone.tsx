import { nationalPhone, phoneIn, useTranslation } from '@madoguchi/i18n';
import { createContext, use, type ReactNode } from 'react';
import styles from './parts.module.css';

/** Whom to call: a number, or whoever is known by a contact or a customer where the number itself is hidden. */
export interface Dialled {
  to?: string;
  interaction?: string | undefined;
  customer?: string | undefined;
}
type Dial = (whom: Dialled) => void;
const DialContext = createContext<Dial | undefined>(undefined);

/** Gives every number on the pages below it a call button; the application decides how a call is made. */
export function DialProvider({ dial, children }: { dial: Dial | undefined; children: ReactNode }) {
  return <DialContext value={dial}>{children}</DialContext>;
}

/** Calls a number, where calls can be made from; undefined where they cannot. */
export const useDial = (): Dial | undefined => use(DialContext);

/** Whether a number is whole, not a mask. */
export const isWhole = (number: string): boolean => number.startsWith('+');

/** A phone number in national form; one press dials it where calls can be made, a hidden one by its `contact`. */
export function Phone({ number, customer, contact, plain, testId }: { number: string; customer?: string; contact?: string; plain?: boolean; testId?: string }) {
  const { t } = useTranslation('ui');
  const dial = use(DialContext);
  const shown = nationalPhone(number);
  const whole = isWhole(number);
  if (dial === undefined || plain || !(whole || contact))
    return (
      <span className="tn nowrap" data-testid={testId}>
        {shown}
      </span>
    );
  return (
    <button type="button" className={styles.dial} aria-label={t('dial', { number: shown })} onClick={() => { dial(whole ? { to: number, customer } : { interaction: contact }); }} data-testid={testId}>
      {shown}
    </button>
  );
}

/** A text that may be a phone number: then one press dials it. */
export function PhoneOrText({ text, customer, testId }: { text: string; customer?: string; testId?: string }) {
  const number = phoneIn(text);
  return number ? <Phone number={number} {...(customer && { customer })} {...(testId && { testId })} /> : <>{text}</>;
}
