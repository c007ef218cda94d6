import { useTranslation } from '@madoguchi/i18n';

/** A fault's code in words; one without words stays a code, for whoever is asked about it. */
export function useFaultWords(): (code: string) => string {
  const { t } = useTranslation('admin');
  return code => (code ? t(`crm.fault.${code}`, t('crm.faultOther', { code })) : '');
}
