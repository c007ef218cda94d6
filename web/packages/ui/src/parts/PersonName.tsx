import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Fragment } from 'react';
import styles from './parts.module.css';

interface Names {
  name: string;
  kana?: string | null;
  romaji?: string | null;
}

/** A reading as furigana is written: in hiragana. */
export const furigana = (kana: string): string => kana.normalize('NFKC').replace(/[ァ-ヶ]/g, letter => String.fromCharCode(letter.charCodeAt(0) - 0x60));
const words = (text: string) => text.trim().split(/\s+/);

/** `hasegawa misaki`, as readings are often kept, with capital letters. */
const capital = (romaji: string) => (romaji === romaji.toLowerCase() ? romaji.replace(/(^|[\s-])\p{Ll}/gu, start => start.toUpperCase()) : romaji);

/** The name in one line, for lists and titles: romaji for readers of English where we have it. */
export function nameFor(locale: 'ja' | 'en', person: Names): string {
  return locale === 'en' ? (person.romaji ? capital(person.romaji) : person.name) : person.name;
}

/** Family and given name each under their own reading; one reading over all when the parts do not pair. */
function pairs(name: string, kana: string): [string, string][] {
  const [parts, readings] = [words(name), words(furigana(kana))];
  return parts.length === readings.length ? parts.map((part, i) => [part, readings[i]!]) : [[name, furigana(kana)]];
}

interface Props extends Names {
  /** Furigana, for names of 20 px and more; elsewhere the reading is a tooltip. */
  ruby?: boolean;
  honorific?: boolean;
  on?: 'noren';
  testId?: string;
}

/** A customer's name as this reader expects it: 長谷川 美咲 様 with furigana, or Misaki Hasegawa. */
export function PersonName({ name, kana, romaji, ruby, honorific = true, on, testId }: Props) {
  const { t } = useTranslation('ui');
  const locale = useLocale();
  const reading = kana ? furigana(kana) : undefined;
  const japanese = locale === 'ja';
  return (
    <span className={styles.name} data-on={on} data-testid={testId} title={reading && !ruby ? t('reading', { kana: reading }) : undefined}>
      {japanese && ruby && kana
        ? pairs(name, kana).map(([part, over], i) => (
            <Fragment key={part}>
              {i > 0 && ' '}
              <ruby>
                {part}
                <rt>{over}</rt>
              </ruby>
            </Fragment>
          ))
        : nameFor(locale, { name, kana, romaji })}
      {japanese && honorific && '\u2060' /* 様 never begins a line */}
      {japanese && honorific && <span className={styles.honorific}>様</span>}
    </span>
  );
}
