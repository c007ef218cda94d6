import type { TaskRow } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCalendarDown } from '@tabler/icons-react';

/** That it is booked or moved, and the file for a calendar where there is an appointment. */
export function useBooked(title: 'bookedTitle' | 'movedTitle'): (made: TaskRow) => void {
  const { t } = useTranslation('callbacks');
  const format = useFormat();
  return made => {
    const at = made.booking?.slot_start ?? made.due;
    notifications.show({
      id: `booked-${made.id}`,
      title: t(title),
      message: (
        <div className="col">
          {at && <span>{format.due(at)}</span>}
          {made.booking?.kind === 'appointment' && (
            <Button component="a" variant="default" size="compact-sm" href={`/api/v1/callbacks/${made.id}/invitation`} download leftSection={<IconCalendarDown size={16} />} data-testid="callback-booked-ics">
              {t('ics')}
            </Button>
          )}
        </div>
      ),
      autoClose: 15_000,
    });
  };
}
