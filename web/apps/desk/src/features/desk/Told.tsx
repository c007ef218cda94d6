import { keys, type CallTold } from '@madoguchi/api';
import { nationalPhone, useTranslation } from '@madoguchi/i18n';
import { notifications } from '@mantine/notifications';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Why somebody whom I asked into my call is not coming, or that a parked customer is back: said once, plainly. */
export function Told() {
  const { t } = useTranslation('desk');
  const told = useQuery<CallTold>({ queryKey: keys.told, queryFn: skipToken, gcTime: 0, structuralSharing: false }).data;
  useEffect(() => {
    if (!told) return;
    const name = told.name || (told.number ? nationalPhone(told.number) : t('told.outside'));
    const title = told.what === 'park' ? t('told.park') : t(`told.${told.cause}`, { name });
    notifications.show({ color: 'akane', title, message: t(told.what === 'park' ? 'told.parkBack' : told.purpose === 'add' ? 'told.stays' : 'told.back'), autoClose: 15_000, closeButtonProps: { 'aria-label': t('handover.close') }, role: 'alert', 'data-testid': 'call-told' } as Parameters<typeof notifications.show>[0]);
  }, [told, t]);
  return null;
}
