import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** E.164 → how people here read it: `+81312345678` → `03-1234-5678`; foreign numbers keep their country code. */
export function nationalPhone(e164: string, region = 'JP'): string {
  const number = parsePhoneNumberFromString(e164);
  if (!number) return e164;
  return number.country === region ? number.formatNational() : number.formatInternational();
}
