import { useTranslation } from '@madoguchi/i18n';
import { Button, Popover, Switch } from '@mantine/core';
import { IconBell, IconBellRinging } from '@tabler/icons-react';
import { useState } from 'react';
import { alertWishes } from './wishes';

/** How this browser tells of urgent alerts. */
export function AlertWishes() {
  const { t } = useTranslation('supervision');
  const [sound, setSound] = useState(alertWishes.sound);
  const [notice, setNotice] = useState(alertWishes.notice);
  const wishSound = (on: boolean) => {
    alertWishes.setSound(on);
    setSound(on);
  };
  const wishNotice = async (on: boolean) => {
    const may = on && typeof Notification !== 'undefined' ? (await Notification.requestPermission()) === 'granted' : false;
    alertWishes.setNotice(may);
    setNotice(may);
  };
  return (
    <Popover position="bottom-end" width={300} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={sound || notice ? <IconBellRinging size={16} stroke={1.7} /> : <IconBell size={16} stroke={1.7} />} data-testid="alert-wishes">
          {t('tellMe')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="col">
          <Switch label={t('tellSound')} description={t('tellSoundAbout')} checked={sound} onChange={event => { wishSound(event.currentTarget.checked); }} data-testid="alert-sound" />
          <Switch label={t('tellNotice')} description={t('tellNoticeAbout')} checked={notice} onChange={event => { void wishNotice(event.currentTarget.checked); }} data-testid="alert-notice" />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
