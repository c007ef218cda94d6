import { useTranslation } from '@madoguchi/i18n';
import { useCallback } from 'react';

/** `customer.revealed` in words; an action that has none yet keeps its code, so that nothing is hidden. */
export function useActionWord(): (action: string) => string {
  const { t } = useTranslation('admin');
  return useCallback((action: string) => t(`auditAction.${action.replaceAll('.', '_')}`, action), [t]);
}

export function useKindWord(): (kind: string) => string {
  const { t } = useTranslation('admin');
  return useCallback((kind: string) => t(`auditKind.${kind}`, kind), [t]);
}
