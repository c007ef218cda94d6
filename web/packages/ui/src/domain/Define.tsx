import type { Definition } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ActionIcon, Popover } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './Domain.module.css';

/** What a figure means, where it is shown: its definition, formula and unit. `testId` begins that of its button. */
export function Define({ metric, testId }: { metric: Definition; testId: string }) {
  const { t } = useTranslation('ui');
  return (
    <Popover width={360} position="bottom-start" withArrow shadow="md">
      <Popover.Target>
        <ActionIcon variant="subtle" size={24} color="gray" className={styles.about} aria-label={t('define.what', { name: metric.name })} onClick={event => { event.stopPropagation(); }} data-testid={`${testId}-${metric.code}`}>
          <IconInfoCircle size={15} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown data-testid="definition" className={styles.definition}>
        <p className="b6">{metric.name}</p>
        <p>{metric.definition}</p>
        <p className="meta ink3">{t('define.formula')}</p>
        <p>{metric.formula}</p>
        <p className="meta ink3">{t('define.unit', { unit: metric.unit_name, code: metric.code })}</p>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What a figure is called, and beside it what it means, as far as that is known. */
export function Defined({ metric, testId, children }: { metric: Definition | undefined; testId: string; children: ReactNode }) {
  return (
    <span className={styles.defined}>
      {children}
      {metric && <Define metric={metric} testId={testId} />}
    </span>
  );
}
