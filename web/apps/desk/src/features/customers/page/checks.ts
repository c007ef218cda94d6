import { customersListCheckItems, type CheckItemSetting } from '@madoguchi/api';
import { useLocale } from '@madoguchi/i18n';
import { useQuery } from '@tanstack/react-query';

/** What the tenant calls a question of the identity check, in the reader's language; a question since removed keeps its code. */
export function checkItemName(items: readonly CheckItemSetting[], code: string, locale: 'ja' | 'en'): string {
  const item = items.find(each => each.code === code);
  return (locale === 'en' ? item?.name_en || item?.name_ja : item?.name_ja || item?.name_en) || code;
}

export function useCheckItemName(): (code: string) => string {
  const items = useQuery({ queryKey: ['identity-check-items'], queryFn: ({ signal }) => customersListCheckItems({ signal }), staleTime: Infinity }).data ?? [];
  const locale = useLocale();
  return code => checkItemName(items, code, locale);
}
