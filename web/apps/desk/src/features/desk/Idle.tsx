import { useMay, type Desk } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, Empty, PresenceDot } from '@madoguchi/ui';
import { Button, TextInput } from '@mantine/core';
import { IconPhoneOutgoing } from '@tabler/icons-react';
import { useState } from 'react';
import { useDeskActions } from './actions';
import styles from './Desk.module.css';
import { TourCard } from './tour/TourCard';
import { TaskRow } from './work/TaskRow';

/** Nothing rings: what waits for me, how to go ready, how to call somebody. */
export function Idle({ desk }: { desk: Desk }) {
  const { t } = useTranslation('desk');
  const { setPresence } = useDeskActions();
  const { state } = desk.presence;
  return (
    <div className={styles.idle}>
      <Card>
        <div className="row">
          <div className="grow">
            <h1 className="row">
              <PresenceDot state={state} />
            </h1>
            <p className="ink2">{t(`idle.${state}`, { defaultValue: t('idle.other') })}</p>
          </div>
          {!['ready', 'busy', 'not_responding'].includes(state) && (
            <Button loading={setPresence.isPending} onClick={() => { setPresence.mutate({ presence: 'ready' }); }} data-testid="idle-ready">
              {t('idle.goReady')}
            </Button>
          )}
        </div>
      </Card>
      <TourCard />
      <DialBox />
      <Card title={t('idle.tasks')}>
        {desk.tasks.length === 0 ? (
          <Empty compact>{t('idle.noTasks')}</Empty>
        ) : (
          <ul className="list">
            {desk.tasks.map(task => (
              <TaskRow key={task.id} task={task} roomy />
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}

function DialBox() {
  const { t } = useTranslation('desk');
  const { dial } = useDeskActions();
  const may = useMay('calls.dial');
  const [number, setNumber] = useState('');
  if (!may) return null;
  return (
    <Card title={t('dial.title')}>
      <form
        className={styles.dialbox}
        onSubmit={event => {
          event.preventDefault();
          if (number.trim()) dial.mutate({ to: number.trim() });
        }}
      >
        <TextInput className="grow" aria-label={t('dial.number')} placeholder="03-1234-5678" inputMode="tel" value={number} onChange={event => { setNumber(event.currentTarget.value); }} data-testid="dial-number" />
        <Button type="submit" loading={dial.isPending} disabled={!number.trim()} leftSection={<IconPhoneOutgoing size={16} />} data-testid="dial-submit">
          {t('dial.call')}
        </Button>
      </form>
    </Card>
  );
}
