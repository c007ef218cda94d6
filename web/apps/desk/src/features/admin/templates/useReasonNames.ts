import type { ContactReason } from '@madoguchi/api';
import { useLocale } from '@madoguchi/i18n';
import { useCallback } from 'react';

/** A reason with its way from the top: 修理 › 冷蔵庫 › 異音. */
export function useReasonNames(reasons: readonly ContactReason[]): (id: string) => string {
  const locale = useLocale();
  return useCallback(
    (id: string) => {
      const byId = new Map(reasons.map(reason => [reason.id, reason]));
      const names: string[] = [];
      for (let at = byId.get(id); at && names.length < 3; at = byId.get(at.parent_id ?? '')) names.unshift((locale === 'en' ? at.name_en : at.name_ja) || at.name_ja);
      return names.join(' › ');
    },
    [reasons, locale],
  );
}
