import type { Care } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { IconAlertTriangle, IconCalendarDue, IconFlag, IconInfoCircle, IconPackage, IconPhoneOff, IconPhoneX, IconProgressAlert, IconRepeat, type Icon } from '@tabler/icons-react';
import styles from './Domain.module.css';

type Weight = 'bad' | 'warn' | 'ink2';
const looks: Record<string, { icon: Icon; weight: Weight }> = {
  caution: { icon: IconFlag, weight: 'warn' },
  caution_flagged: { icon: IconFlag, weight: 'bad' },
  harassment_before: { icon: IconFlag, weight: 'bad' },
  case_urgent: { icon: IconAlertTriangle, weight: 'bad' },
  case_overdue: { icon: IconAlertTriangle, weight: 'bad' },
  repeat_contact_same_order: { icon: IconRepeat, weight: 'bad' },
  repeat_contact_same_case: { icon: IconRepeat, weight: 'bad' },
  repeat_contact_same_reason: { icon: IconRepeat, weight: 'bad' },
  repeat_contact: { icon: IconRepeat, weight: 'warn' },
  callback_late: { icon: IconCalendarDue, weight: 'bad' },
  task_overdue: { icon: IconCalendarDue, weight: 'warn' },
  callback_owed: { icon: IconCalendarDue, weight: 'warn' },
  abandoned_before: { icon: IconPhoneX, weight: 'bad' },
  unresolved_last: { icon: IconProgressAlert, weight: 'warn' },
  do_not_call: { icon: IconPhoneOff, weight: 'ink2' },
  order_on_the_way: { icon: IconPackage, weight: 'ink2' },
};

/** Why the agent should care, one to three lines: said plainly, with what they rest on. */
export function CareLines({ care, roomy }: { care: readonly Care[]; roomy?: boolean }) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  const locale = useLocale();
  return (
    <ul>
      {care.map(({ code, params = {}, since }) => {
        const { icon: Icon, weight } = looks[code] ?? { icon: IconInfoCircle, weight: 'ink2' as const };
        return (
          <li key={code} className={styles.care} data-roomy={roomy || undefined} data-code={code}>
            <Icon size={roomy ? 20 : 17} stroke={1.7} className={weight} aria-hidden />
            <div>
              <div className="b6">{t(`care.${code}`, { ...params, kind: params['kind'] && t(`cautionKind.${String(params['kind'])}`), flag: params['flag'] && t(`flag.${String(params['flag'])}`, String(params['flag'])), reason: params[locale === 'en' ? 'reason_en' : 'reason_ja'] || params['reason_ja'] })}</div>
              {since && <div className="meta ink3">{t('care.since', { when: format.stamp(since) })}</div>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
