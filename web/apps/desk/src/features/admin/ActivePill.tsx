import { useTranslation } from '@madoguchi/i18n';
import { Pill } from '@madoguchi/ui';

/** Whether something is in use, in a word as well as a colour. */
export function ActivePill({ active }: { active: boolean }) {
  const { t } = useTranslation('admin');
  return (
    <Pill square tone={active ? 'ok' : 'plain'}>
      {t(active ? 'inUse' : 'retired')}
    </Pill>
  );
}
