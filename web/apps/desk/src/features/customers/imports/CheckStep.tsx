import { customersRunImport, keys, type ImportView } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Figures, ProblemAlert } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconDatabaseImport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ErrorsFile } from './ErrorsFile';
import own from './Imports.module.css';
import { Lines } from './Lines';
import { readyOf } from './state';

/** What the dry run found: nothing is written yet. Faulty lines are left out, and can be mended in the file. */
export function CheckStep({ work, onBack }: { work: ImportView; onBack: () => void }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const cache = useQueryClient();
  const ready = readyOf(work);
  const run = useMutation({
    mutationFn: () => customersRunImport({ path: { import_id: work.id } }),
    onSuccess: running => { cache.setQueryData(keys.import(work.id), running); },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.imports }),
  });
  const figures = [
    { name: t('imports.count.total'), value: format.number(work.total) },
    { name: t('imports.count.ready'), value: format.number(ready), testId: 'import-ready' },
    { name: t('imports.count.skipped'), value: format.number(work.counts.skipped) },
    { name: t('imports.count.faulty'), value: format.number(work.counts.faulty), testId: 'import-faulty' },
  ];
  return (
    <>
      <Figures label={t('imports.step.check')} figures={figures} />
      <Lines work={work} />
      <ProblemAlert error={run.error} />
      <div className={own.foot}>
        <span className="grow">{work.counts.faulty > 0 && <ErrorsFile work={work} />}</span>
        <Button variant="default" onClick={onBack} data-testid="import-back">
          {t('imports.back')}
        </Button>
        <Button leftSection={<IconDatabaseImport size={16} />} disabled={ready === 0} loading={run.isPending} onClick={() => { run.mutate(); }} data-testid="import-run">
          {t('imports.run', { count: ready })}
        </Button>
      </div>
    </>
  );
}
