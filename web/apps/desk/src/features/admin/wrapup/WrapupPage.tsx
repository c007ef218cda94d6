import { keys, useList, workspaceListRules, type RuleRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, type Column } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconClipboardCheck, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import styles from '../Admin.module.css';
import { AdminPage, RowName } from '../parts';
import { useLineNames } from '../useLineNames';
import { RuleDrawer } from './RuleDrawer';

/** How wrap-ups run: one rule for all, and those of lines of business that have their own. */
export function WrapupPage() {
  const { t } = useTranslation('admin');
  const [opened, setOpened] = useState<RuleRow | 'new'>();
  const rules = useList(keys.wrapupRules, signal => workspaceListRules({ signal }));
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => { setOpened('new'); }} data-testid="rule-add">
      {t('wrapup.add')}
    </Button>
  );
  return (
    <AdminPage title={t('nav.wrapup')} lead={t('wrapup.lead')} actions={add}>
      <Card flush className={styles.table}>
        <DataTable label={t('nav.wrapup')} columns={useColumns(setOpened)} pages={rules} rowKey={row => row.id} onOpen={setOpened} rowTestId="rule-row" empty={<Empty icon={<IconClipboardCheck size={32} stroke={1.5} />}>{t('wrapup.empty')}</Empty>} />
      </Card>
      {opened && <RuleDrawer key={opened === 'new' ? 'new' : opened.id} rule={opened === 'new' ? undefined : opened} taken={rules.rows.map(rule => rule.line_of_business_id)} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}

function useColumns(open: (rule: RuleRow) => void): Column<RuleRow>[] {
  const { t } = useTranslation('admin');
  const { lineName } = useLineNames();
  return useMemo(
    () => [
      { key: 'line', title: t('nav.lines'), cell: row => <RowName onOpen={() => { open(row); }}>{row.line_of_business_id ? lineName(row.line_of_business_id) : t('wrapup.everybody')}</RowName> },
      { key: 'seconds', title: t('wrapup.seconds'), numeric: true, cell: row => t('seconds', { count: row.seconds }) },
      { key: 'extend', title: t('wrapup.extensions'), numeric: true, cell: row => t('wrapup.extended', { seconds: row.extend_seconds, count: row.extensions }) },
      { key: 'required', title: t('wrapup.required'), cell: row => (row.required.length > 0 ? row.required.map(field => t(`wrapup.field.${field}`)).join(t('and')) : <span className="ink3">{t('wrapup.nothing')}</span>) },
      { key: 'depth', title: t('wrapup.depth'), cell: row => t(`reasons.levelIs.${String(row.reason_depth)}`) },
    ],
    [t, lineName, open],
  );
}
