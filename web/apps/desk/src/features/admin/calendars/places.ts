/** Every time zone the browser knows, Japan's first; one that it does not know stays choosable. */
export function zones(kept: string): string[] {
  return [...new Set(['Asia/Tokyo', kept, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}

/** A country by its name in the reader's language, with its code. */
export function countryName(code: string, locale: string): string {
  const name = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' }).of(code);
  return name && name !== code ? `${name} (${code})` : code;
}
