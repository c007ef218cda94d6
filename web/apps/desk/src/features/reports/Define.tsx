import type { Definition } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ActionIcon, Popover } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import styles from './Reports.module.css';

/** What a figure means, where it is shown: its definition, formula and unit. */
export function Define({ metric }: { metric: Definition }) {
  const { t } = useTranslation('reports');
  return (
    <Popover width={360} position="bottom-start" withArrow shadow="md">
      <Popover.Target>
        <ActionIcon variant="subtle" size="sm" color="gray" aria-label={t('define', { name: metric.name })} onClick={event => { event.stopPropagation(); }} data-testid={`report-define-${metric.code}`}>
          <IconInfoCircle size={15} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown data-testid="report-definition">
        <p className="b6">{metric.name}</p>
        <p className={styles.words}>{metric.definition}</p>
        <p className="meta ink3">{t('formula')}</p>
        <p className={styles.words}>{metric.formula}</p>
        <p className="meta ink3">{t('unitIs', { unit: metric.unit_name, code: metric.code })}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
