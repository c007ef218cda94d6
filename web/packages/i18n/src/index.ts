export { LOCALES, localeName, startI18n, type Bundle, type Locale } from './start';
export { useFormat, useLocale } from './hooks';
export { formatter, type Formatter } from './format';
export { nationalPhone, phoneIn } from './phone';
export { useTranslation, Trans } from 'react-i18next';
