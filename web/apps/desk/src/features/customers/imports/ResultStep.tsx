import { customersUndoImport, keys, type ImportView } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { ConfirmButton, Figures, ProblemAlert } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ErrorsFile } from './ErrorsFile';
import own from './Imports.module.css';
import { Lines } from './Lines';

/** What became of the file, and the way back. */
export function ResultStep({ work }: { work: ImportView }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const cache = useQueryClient();
  const undo = useMutation({
    mutationFn: () => customersUndoImport({ path: { import_id: work.id } }),
    onSuccess: undoing => { cache.setQueryData(keys.import(work.id), undoing); },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.imports }),
  });
  const undone = work.state === 'undone';
  const shown = undone ? (['undone', 'kept'] as const) : (['created', 'updated', 'skipped', 'faulty'] as const);
  return (
    <>
      <p className="body" role="status" data-testid="import-result">
        {t(undone ? 'imports.undoneSaid' : 'imports.doneSaid')}
      </p>
      <Figures label={t('imports.step.result')} figures={shown.map(name => ({ name: t(`imports.count.${name}`), value: format.number(work.counts[name]), testId: `import-${name}` }))} />
      <Lines work={work} />
      <ProblemAlert error={undo.error} />
      <div className={own.foot}>
        <span className="grow">{!undone && work.counts.faulty > 0 && <ErrorsFile work={work} />}</span>
        {!undone && (
          <ConfirmButton leftSection={<IconArrowBackUp size={16} />} loading={undo.isPending} question={t('imports.undoQuestion')} confirm={t('imports.undo')} onConfirm={() => { undo.mutate(); }} testId="import-undo">
            {t('imports.undo')}
          </ConfirmButton>
        )}
        <Button component={Link} to="/customers">
          {t('imports.toCustomers')}
        </Button>
      </div>
    </>
  );
}
