import { Skeleton } from '@mantine/core';
import { useTranslation } from '@madoguchi/i18n';

/** Grey lines in the place of what is being read; says so to a screen reader. */
export function SkeletonLines({ lines = 3, height = 14 }: { lines?: number; height?: number }) {
  const { t } = useTranslation('ui');
  return (
    <div className="col" role="status" aria-label={t('loading')}>
      {Array.from({ length: lines }, (_, i) => (
        <Skeleton key={i} height={height} width={`${String(92 - ((i * 17) % 40))}%`} radius="sm" />
      ))}
    </div>
  );
}
