import type { ImportView } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Card } from '@madoguchi/ui';
import { Progress } from '@mantine/core';
import own from './Imports.module.css';

/** A step at work: how many lines of how many, and that nobody has to wait here. */
export function Working({ work }: { work: ImportView }) {
  const { t } = useTranslation('customers');
  const format = useFormat();
  const known = work.total > 0;
  return (
    <Card>
      <div className={own.progress} role="status" data-testid="import-working">
        <p className="b6">{t(`imports.working.${work.state}`)}</p>
        <Progress value={known ? (100 * work.reached) / work.total : 100} striped={!known} animated={!known} aria-label={t(`imports.working.${work.state}`)} />
        <p className="row">
          <span className="grow ink2">{t('imports.leave')}</span>
          {known && <span className="tn">{t('imports.reached', { reached: format.number(work.reached), total: format.number(work.total) })}</span>}
        </p>
      </div>
    </Card>
  );
}
