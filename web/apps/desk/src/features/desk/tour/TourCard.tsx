import type { Desk } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, ProblemAlert } from '@madoguchi/ui';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconPhoneIncoming, IconX } from '@tabler/icons-react';
import { steps } from './progress';
import styles from './Tour.module.css';
import { useTour } from './useTour';

/** "Call me": a caller who really rings, and what to do with the call, step by step. */
export function TourCard({ desk }: { desk: Desk }) {
  const { t } = useTranslation('desk');
  const tour = useTour();
  if (!tour) return null;
  const { callers, done, call, dismiss } = tour;
  const ready = desk.presence.state === 'ready';
  return (
    <Card
      title={t('tour.title')}
      aside={
        <ActionIcon aria-label={t('tour.dismiss')} onClick={dismiss} size={26}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      }
      testId="tour"
    >
      <ol className={styles.steps}>
        {steps.map((step, i) => (
          <li key={step} className={styles.step} data-state={i < done ? 'done' : i === done ? 'now' : 'later'} aria-current={i === done ? 'step' : undefined}>
            <span className={styles.mark}>{i < done ? <IconCheck size={14} aria-label={t('tour.done')} /> : i + 1}</span>
            {t(`tour.step.${step}`)}
          </li>
        ))}
      </ol>
      <div className="row wrap">
        <Button disabled={!ready} loading={call.isPending} leftSection={<IconPhoneIncoming size={16} />} onClick={() => { call.mutate(callers[0]!); }} data-testid="call-me">
          {t('tour.callMe')}
        </Button>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" disabled={!ready} rightSection={<IconChevronDown size={14} />} data-testid="call-me-others">
              {t('tour.others')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {callers.map(caller => (
              <Menu.Item key={caller.story} onClick={() => { call.mutate(caller); }} data-testid={`call-me-${caller.story}`}>
                {t(`tour.story.${caller.story}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <span className="meta ink3" role="status">
          {call.isSuccess ? t('tour.coming') : ready ? t('tour.hint') : t('tour.readyFirst')}
        </span>
      </div>
      <ProblemAlert error={call.error} />
    </Card>
  );
}
