import type { ScreenPop } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Pill } from '@madoguchi/ui';

/** Marks what is of our own records, where a CRM's stand beside them. */
export function Own({ pop }: { pop: ScreenPop }) {
  const { t } = useTranslation('desk');
  return pop.crm.state === 'off' ? null : <Pill square tone="line" testId="source-own">{t('crm.own')}</Pill>;
}
