import { LOCALES, localeName, useLocale, useTranslation } from '@madoguchi/i18n';
import { Wordmark } from '@madoguchi/ui';
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { Counter } from './Counter';
import styles from './SignIn.module.css';

/** The page of those who are not signed in: the form beside the lit counter. */
export function Frame({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation('signin');
  return (
    <div className={styles.page}>
      <main className={styles.main}>
        <div className={styles.head}>
          <Wordmark />
          <SegmentedControl aria-label={t('language')} value={useLocale()} onChange={locale => void i18n.changeLanguage(locale)} data={LOCALES.map(value => ({ value, label: localeName[value] }))} />
        </div>
        {children}
        <p className="meta ink3">{t('foot')}</p>
      </main>
      <div className={styles.scene}>
        <Counter />
      </div>
    </div>
  );
}
