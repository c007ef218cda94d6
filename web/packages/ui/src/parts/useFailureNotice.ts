import { useTranslation } from '@madoguchi/i18n';
import { notifications } from '@mantine/notifications';
import { useCallback } from 'react';
import { problemText } from './ProblemAlert';

/** Tells of a failure where there is no place beside what was pressed: in a notice, in the reader's words. */
export function useFailureNotice(): (error: unknown) => void {
  const { t } = useTranslation('ui');
  return useCallback(
    error => {
      const { title, detail } = problemText(error, t);
      notifications.show({ color: 'akane', title, message: detail, autoClose: 10_000, closeButtonProps: { 'aria-label': t('close') } });
    },
    [t],
  );
}
