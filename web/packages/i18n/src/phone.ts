import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';

/** E.164 → how people here read it: `+81312345678` → `03-1234-5678`; foreign numbers keep their country code. */
export function nationalPhone(e164: string, region = 'JP'): string {
  const number = parsePhoneNumberFromString(e164);
  if (!number) return e164;
  return number.country === region ? number.formatNational() : number.formatInternational();
}

/** The E.164 form of a text that is a phone number as people write them in `region`, and nothing else; undefined for other texts. */
export function phoneIn(text: string, region: CountryCode = 'JP'): string | undefined {
  if (!/^\s*[+0(][\d\s().-]{6,}$/.test(text)) return undefined;
  const number = parsePhoneNumberFromString(text, region);
  return number?.isValid() ? number.number : undefined;
}
