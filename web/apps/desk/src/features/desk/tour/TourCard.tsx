import { useTranslation } from '@madoguchi/i18n';
import { Card, PageLink, ProblemAlert } from '@madoguchi/ui';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconHistory, IconPhoneIncoming, IconX } from '@tabler/icons-react';
import { Stories } from './DemoMenu';
import { steps } from './progress';
import styles from './Tour.module.css';
import { useCallers, useTour } from './useTour';

/** "Call me": a caller who really rings, and what to do with the call, step by step. Without the steps once they are put away. */
export function TourCard() {
  const { t } = useTranslation('desk');
  const { callers, call, ready } = useCallers();
  const { done, putAway } = useTour();
  const first = callers[0];
  if (!first) return null;
  const told = call.isSuccess ? 'tour.coming' : ready ? 'tour.hint' : 'tour.readyFirst';
  return (
    <Card
      title={t(done === undefined ? 'tour.demo' : 'tour.title')}
      aside={
        done !== undefined && (
          <ActionIcon aria-label={t('tour.dismiss')} onClick={putAway} size={26} data-testid="tour-dismiss">
            <IconX size={16} aria-hidden />
          </ActionIcon>
        )
      }
      testId="tour"
    >
      {done !== undefined && <Steps done={done} />}
      <div className="row wrap">
        <Button variant={done === undefined ? 'default' : 'filled'} disabled={!ready} loading={call.isPending} leftSection={<IconPhoneIncoming size={16} />} onClick={() => { call.mutate(first); }} data-testid="call-me">
          {t('tour.callMe')}
        </Button>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" disabled={!ready} rightSection={<IconChevronDown size={14} />} data-testid="call-me-others">
              {t('tour.others')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Stories callers={callers} onPick={caller => { call.mutate(caller); }} />
          </Menu.Dropdown>
        </Menu>
        <span className="meta ink3" role="status">
          {t(told)}
        </span>
      </div>
      <ProblemAlert error={call.error} />
    </Card>
  );
}

function Steps({ done }: { done: number }) {
  const { t } = useTranslation('desk');
  return (
    <>
      <ol className={styles.steps}>
        {steps.map((step, i) => (
          <li key={step} className={styles.step} data-state={i < done ? 'done' : i === done ? 'now' : 'later'} aria-current={i === done ? 'step' : undefined} data-testid={`tour-step-${step}`}>
            <span className={styles.mark}>{i < done ? <IconCheck size={14} aria-label={t('tour.done')} /> : i + 1}</span>
            {t(`tour.step.${step}`)}
            {step === 'timeline' && i === done && (
              <PageLink to="/history" className={styles.go}>
                <IconHistory size={16} stroke={1.7} aria-hidden />
                {t('tour.openHistory')}
              </PageLink>
            )}
          </li>
        ))}
      </ol>
      {done === steps.length && (
        <p className={styles.through} role="status">
          {t('tour.through')}
        </p>
      )}
    </>
  );
}
