import type { Repeat } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { IconRepeat } from '@tabler/icons-react';
import styles from './Domain.module.css';

/** A repeat call (再入電): about what, how often, and who spoke with them last. */
export function RepeatLine({ repeat, roomy }: { repeat: Repeat; roomy?: boolean }) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  const reason = useLocale() === 'en' ? repeat.reason_en || repeat.reason_ja : repeat.reason_ja || repeat.reason_en;
  return (
    <div className={styles.care} data-roomy={roomy || undefined} data-testid="pop-repeat" data-topic={repeat.topic}>
      <IconRepeat size={roomy ? 20 : 17} stroke={1.7} className="bad" aria-hidden />
      <div>
        <div className="b6">{t(`repeat.${repeat.topic}`, { number: repeat.number, reason, count: repeat.count })}</div>
        <div className="meta ink3">{repeat.user_name ? t('repeat.spoke', { name: repeat.user_name, when: format.stamp(repeat.last) }) : t('repeat.nobody', { when: format.stamp(repeat.last) })}</div>
      </div>
    </div>
  );
}
