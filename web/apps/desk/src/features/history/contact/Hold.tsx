import { filesHoldFile, filesReleaseFile, keys, useMay, type HeldFile, type Recording } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { ConfirmButton, ProblemAlert } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Kept as evidence, whatever its retention says, until somebody who may lifts that. */
export function Hold({ recording, held }: { recording: Recording; held: HeldFile | undefined }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const cache = useQueryClient();
  const may = useMay('recordings.hold');
  const path = { file_id: recording.file_id };
  const change = useMutation({
    mutationFn: (keep: boolean): Promise<unknown> => (keep ? filesHoldFile({ path, body: {} }) : filesReleaseFile({ path })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.interaction(recording.interaction_id) }),
  });
  if (!held && !may) return null;
  return (
    <div className="row wrap" data-testid="recording-hold" data-held={held ? true : undefined}>
      {held ? (
        <>
          <IconLock size={16} className="warn" aria-hidden />
          <span className="grow">{t('evidence.on', { reason: t(`evidence.reason.${held.reason}`, held.reason), when: format.date(held.since) })}</span>
          {may && (
            <ConfirmButton variant="default" leftSection={<IconLockOpen size={16} />} loading={change.isPending} question={t('evidence.question')} confirm={t('evidence.lift')} onConfirm={() => { change.mutate(false); }} testId="recording-hold-lift">
              {t('evidence.lift')}
            </ConfirmButton>
          )}
        </>
      ) : (
        <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconLock size={16} />} loading={change.isPending} onClick={() => { change.mutate(true); }} data-testid="recording-hold-set">
          {t('evidence.set')}
        </Button>
      )}
      <ProblemAlert error={change.error} />
    </div>
  );
}
