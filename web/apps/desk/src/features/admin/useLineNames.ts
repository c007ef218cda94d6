import { accessListLines, keys, useList, type LineOfBusiness } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { useCallback } from 'react';

/** Lines of business by id and as choices. `everyLine` is what stands where nothing is limited to one. */
export function useLineNames() {
  const { t } = useTranslation('admin');
  const locale = useLocale();
  const lines = useList(keys.lines, signal => accessListLines({ signal })).rows;
  const named = useCallback((line: LineOfBusiness) => (locale === 'en' ? line.name_en : line.name_ja) || line.name_ja, [locale]);
  const lineName = useCallback(
    (id: string | null | undefined) => {
      const line = lines.find(each => each.id === id);
      return line ? named(line) : t('everyLine');
    },
    [lines, named, t],
  );
  const choices = lines.filter(line => line.active).map(line => ({ value: line.id, label: named(line) }));
  return { lineName, choices };
}
