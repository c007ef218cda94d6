import { supervisionSeeToHand, useMay, type BoardPerson } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Elapsed, ProblemAlert } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconHandStop } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import styles from './Board.module.css';

/** A hand that is up, and taking it down once somebody has seen to it. */
export function HandDown({ person, since }: { person: BoardPerson; since: string }) {
  const { t } = useTranslation('supervision');
  const may = useMay('supervision.steer');
  const see = useMutation({ mutationFn: (interaction: string) => supervisionSeeToHand({ path: { user: person.user, interaction } }) });
  const interaction = person.talk?.interaction;
  return (
    <div className={styles.notice} data-testid="person-hand">
      <IconHandStop size={18} stroke={1.8} aria-hidden />
      <span className="grow b6">
        {t('handSince', { name: person.name })} <Elapsed since={since} />
      </span>
      {may && interaction && (
        <Button variant="default" loading={see.isPending} onClick={() => { see.mutate(interaction); }} data-testid="hand-seen">
          {t('handSeen')}
        </Button>
      )}
      <ProblemAlert error={see.error} />
    </div>
  );
}
