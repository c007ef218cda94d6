import type { DemoCaller } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { useFailureNotice } from '@madoguchi/ui';
import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPhoneIncoming, IconRoute } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallers, useTour } from './useTour';

/** In the rail of a demonstration, on every page: who may ring, and the tour once more. */
export function DemoMenu({ className }: { className: string | undefined }) {
  const { t } = useTranslation('desk');
  const tell = useFailureNotice();
  const { callers, call, ready } = useCallers();
  const restart = useRestart();
  if (callers.length === 0) return null;
  const ring = (caller: DemoCaller) => {
    call.mutate(caller, {
      onSuccess: () => { notifications.show({ message: t('tour.coming') }); },
      onError: tell,
    });
  };
  return (
    <Menu position="right-end" width={300}>
      <Menu.Target>
        <button type="button" className={className} data-testid="demo-menu">
          <IconPhoneIncoming size={20} stroke={1.6} aria-hidden />
          {t('tour.rail')}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t(ready ? 'tour.who' : 'tour.readyFirst')}</Menu.Label>
        <Stories callers={callers} disabled={!ready} onPick={ring} />
        <Menu.Divider />
        <Menu.Item leftSection={<IconRoute size={16} />} onClick={restart} data-testid="tour-restart">
          {t('tour.restart')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The callers of the tour by what their call shows. */
export function Stories({ callers, disabled, onPick }: { callers: readonly DemoCaller[]; disabled?: boolean; onPick: (caller: DemoCaller) => void }) {
  const { t } = useTranslation('desk');
  return callers.map(caller => (
    <Menu.Item key={caller.story} disabled={disabled} onClick={() => { onPick(caller); }} data-testid={`call-me-${caller.story}`}>
      {t(`tour.story.${caller.story}`)}
    </Menu.Item>
  ));
}

/** The tour once more, for the help sheet. */
export function TourRestart({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('desk');
  const { callers } = useCallers();
  const restart = useRestart();
  if (callers.length === 0) return null;
  return (
    <Button variant="default" leftSection={<IconRoute size={16} />} onClick={() => { restart(); onDone(); }} data-testid="tour-restart">
      {t('tour.restart')}
    </Button>
  );
}

function useRestart(): () => void {
  const { restart } = useTour();
  const navigate = useNavigate();
  return () => {
    restart();
    void navigate({ to: '/' });
  };
}
