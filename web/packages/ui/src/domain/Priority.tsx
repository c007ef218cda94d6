import type { CaseRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { IconChevronDown, IconChevronsUp, IconChevronUp, IconEqual } from '@tabler/icons-react';

const icons = { low: IconChevronDown, normal: IconEqual, high: IconChevronUp, urgent: IconChevronsUp };
const weights = { low: 'ink3', normal: 'ink2', high: 'warn b5', urgent: 'bad b6' };

/** How urgent a case is: a shape, a word, and only then a colour. */
export function Priority({ priority }: { priority: CaseRow['priority'] }) {
  const { t } = useTranslation('ui');
  const Icon = icons[priority];
  return (
    <span className={`row nowrap ${weights[priority]}`}>
      <Icon size={16} stroke={1.8} aria-hidden />
      {t(`priority.${priority}`)}
    </span>
  );
}
