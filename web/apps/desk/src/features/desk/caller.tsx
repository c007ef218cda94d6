import type { Named, ScreenPop } from '@madoguchi/api';
import { nationalPhone, useLocale, useTranslation } from '@madoguchi/i18n';
import { PersonName } from '@madoguchi/ui';

/** The name in the reader's language of anything that has both. */
export function useNamed(): (named: Named) => string {
  const locale = useLocale();
  return ({ name_ja = '', name_en = '' }) => (locale === 'en' ? name_en || name_ja : name_ja || name_en);
}

/** Who calls, as well as we know: the customer, the number, or why there is none. */
export function Caller({ pop, ruby, plain, on, testId }: { pop: ScreenPop; ruby?: boolean; plain?: boolean; on?: 'noren'; testId?: string }) {
  const { t } = useTranslation('desk');
  if (pop.customer) return <PersonName {...pop.customer} ruby={ruby} honorific={!plain} on={on} testId={testId} />;
  const text = pop.caller.withheld ? t(`caller.${pop.caller.withheld}`) : pop.caller.address ? nationalPhone(pop.caller.address) : t('caller.unavailable');
  return (
    <span className="tn" data-testid={testId}>
      {text}
    </span>
  );
}
