import { keys, type LiveBodies } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { notifications } from '@mantine/notifications';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

/** A supervisor decided what I do: who, what and why, said once. */
export function Ordered() {
  const { t } = useTranslation('supervision');
  const locale = useLocale();
  const ordered = useQuery<LiveBodies['presence.forced']>({ queryKey: keys.ordered, queryFn: skipToken, gcTime: 0, structuralSharing: false }).data;
  useEffect(() => {
    if (!ordered) return;
    const title = t('orderedBy', { name: ordered.name, presence: t(`ui:presence.${ordered.presence}`) });
    const message = t('orderedWhy', { reason: locale === 'en' ? ordered.reason_en : ordered.reason_ja });
    notifications.show({ color: 'yamabuki', title, message, autoClose: 30_000, closeButtonProps: { 'aria-label': t('ui:close') }, role: 'alert', 'data-testid': 'presence-ordered' } as Parameters<typeof notifications.show>[0]);
  }, [ordered, locale, t]);
  return null;
}
