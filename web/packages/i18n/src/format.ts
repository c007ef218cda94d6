import type { Locale } from './start';

type When = Date | string | number;
const at = (when: When) => (when instanceof Date ? when : new Date(when));
const pad = (n: number) => String(n).padStart(2, '0');
const sameDay = (a: Date, b: Date) => a.toDateString() === b.toDateString();
const addDays = (date: Date, days: number) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days);

/** Seconds as people read a call timer: `02:11`, from an hour on `1:02:11`. */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours ? `${String(hours)}:${pad(minutes)}:${pad(rest)}` : `${pad(minutes)}:${pad(rest)}`;
}

function japanese() {
  const weekday = new Intl.DateTimeFormat('ja-JP', { weekday: 'short' });
  return {
    monthDay: (d: Date) => `${String(d.getMonth() + 1)}/${String(d.getDate())}`,
    fullDate: (d: Date) => `${String(d.getFullYear())}/${pad(d.getMonth() + 1)}/${pad(d.getDate())}`,
    day: (d: Date) => `${String(d.getMonth() + 1)}/${String(d.getDate())}（${weekday.format(d)}）`,
    month: (d: Date) => `${String(d.getFullYear())}/${pad(d.getMonth() + 1)}`,
    heading: (d: Date, thisYear: boolean) =>
      `${thisYear ? '' : `${String(d.getFullYear())} 年 `}${String(d.getMonth() + 1)} 月 ${String(d.getDate())} 日（${weekday.format(d)}）`,
    today: '今日',
    tomorrow: '明日',
    yesterday: '昨日',
    span: (h: number, m: number, s: number) => (h ? `${String(h)} 時間 ${String(m)} 分` : m ? `${String(m)} 分${s ? ` ${String(s)} 秒` : ''}` : `${String(s)} 秒`),
  };
}

function english() {
  const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', options);
  const monthDay = part({ day: 'numeric', month: 'short' });
  const full = part({ day: 'numeric', month: 'short', year: 'numeric' });
  const month = part({ month: 'short', year: 'numeric' });
  const weekday = part({ weekday: 'short' });
  const heading = part({ weekday: 'long', day: 'numeric', month: 'long' });
  const headingYear = part({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return {
    monthDay: (d: Date) => monthDay.format(d),
    fullDate: (d: Date) => full.format(d),
    day: (d: Date) => `${weekday.format(d)} ${monthDay.format(d)}`,
    month: (d: Date) => month.format(d),
    heading: (d: Date, thisYear: boolean) => (thisYear ? heading : headingYear).format(d),
    today: 'today',
    tomorrow: 'tomorrow',
    yesterday: 'yesterday',
    span: (h: number, m: number, s: number) => (h ? `${String(h)} h ${String(m)} min` : m ? `${String(m)} min${s ? ` ${String(s)} s` : ''}` : `${String(s)} s`),
  };
}

/** Everything that is written differently in Japanese and in English, in the browser's own time zone. */
export function formatter(locale: Locale) {
  const words = locale === 'ja' ? japanese() : english();
  const number = new Intl.NumberFormat(locale === 'ja' ? 'ja-JP' : 'en-GB');
  const time = (when: When) => `${pad(at(when).getHours())}:${pad(at(when).getMinutes())}`;
  const relativeDay = (date: Date, now: Date) =>
    sameDay(date, now) ? words.today : sameDay(date, addDays(now, 1)) ? words.tomorrow : sameDay(date, addDays(now, -1)) ? words.yesterday : words.day(date);
  return {
    clock,
    time,
    timeWithSeconds: (when: When) => `${time(when)}:${pad(at(when).getSeconds())}`,
    number: (value: number) => number.format(value),
    /** An amount in the currency's smallest unit (yen, cents) as money. */
    money: (minor: number, currency: string) => {
      const money = new Intl.NumberFormat(locale === 'ja' ? 'ja-JP' : 'en-GB', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
      return money.format(minor / 10 ** (money.resolvedOptions().maximumFractionDigits ?? 0)).replace('￥', '¥');
    },
    date: (when: When) => words.fullDate(at(when)),
    day: (when: When) => words.day(at(when)),
    month: (when: When) => words.month(at(when)),
    /** A day as the heading over its entries. */
    heading: (when: When, now = new Date()) => words.heading(at(when), at(when).getFullYear() === now.getFullYear()),
    /** When something happened, no longer than needed: today `19:04`, this year `11/22 19:04`, before that the date. */
    stamp: (when: When, now = new Date()) => {
      const date = at(when);
      if (sameDay(date, now)) return time(date);
      return date.getFullYear() === now.getFullYear() ? `${words.monthDay(date)} ${time(date)}` : words.fullDate(date);
    },
    /** A moment that somebody waits for: `今日 17:00`, `Thu 26 Nov 09:00`. */
    due: (when: When, now = new Date()) => `${relativeDay(at(when), now)} ${time(when)}`,
    /** A length of time in words: `48 秒`, `6 min 24 s`. */
    span: (seconds: number) => {
      const whole = Math.max(0, Math.round(seconds));
      return words.span(Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60);
    },
    /** A country, or a state of one, by its code (`DE`, `US-CA`): `ドイツ`, `United States (CA)`; nothing for nothing. */
    region: (code: string) => {
      const [country = '', state] = code.split('-');
      const name = country && (new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }).of(country) ?? country);
      return state ? `${name} (${state})` : name;
    },
    /** A language by its code (`ja`, `en-GB`): `日本語`, `British English`. */
    language: (code: string) => new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' }).of(code) ?? code,
    /** Western date with the Japanese era, as forms in Japan print a birth date: `1980/01/01（昭和55年）`. */
    birthDate: (when: When) => {
      const date = at(when);
      if (locale === 'en') return words.fullDate(date);
      const era = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { era: 'long', year: 'numeric' }).format(date);
      return `${words.fullDate(date)}（${era}）`;
    },
  };
}
export type Formatter = ReturnType<typeof formatter>;
