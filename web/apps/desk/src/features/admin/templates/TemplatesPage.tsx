import { keys, useList, workspaceListReasons, workspaceListTemplates, type Template } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, type Column } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconPlus, IconTemplate } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { ActivePill } from '../ActivePill';
import styles from '../Admin.module.css';
import { AdminPage, RowName } from '../parts';
import { useLineNames } from '../useLineNames';
import { TemplateDrawer } from './TemplateDrawer';
import { useReasonNames } from './useReasonNames';

/** Words and choices that agents put into a wrap-up form with one press. */
export function TemplatesPage() {
  const { t } = useTranslation('admin');
  const [opened, setOpened] = useState<Template | 'new'>();
  const templates = useList([...keys.wrapupTemplates, 'all'], signal => workspaceListTemplates({ query: { inactive: true }, signal }));
  const reasons = useList([...keys.reasons, 'all'], signal => workspaceListReasons({ query: { inactive: true }, signal })).rows;
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => { setOpened('new'); }} data-testid="template-add">
      {t('templates.add')}
    </Button>
  );
  const last = Math.max(0, ...templates.rows.map(row => row.position));
  return (
    <AdminPage title={t('nav.templates')} lead={t('templates.lead')} actions={add}>
      <Card flush className={styles.table}>
        <DataTable label={t('nav.templates')} columns={useColumns(useReasonNames(reasons), setOpened)} pages={templates} rowKey={row => row.id} onOpen={setOpened} rowTestId="template-row" empty={<Empty icon={<IconTemplate size={32} stroke={1.5} />}>{t('templates.empty')}</Empty>} />
      </Card>
      {opened && <TemplateDrawer key={opened === 'new' ? 'new' : opened.id} template={opened === 'new' ? undefined : opened} reasons={reasons} position={last + 10} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}

function useColumns(reasonName: (id: string) => string, open: (template: Template) => void): Column<Template>[] {
  const { t } = useTranslation('admin');
  const { lineName } = useLineNames();
  return useMemo(
    () => [
      { key: 'position', title: t('templates.position'), numeric: true, cell: row => row.position },
      { key: 'name_ja', title: t('nameJa'), cell: row => <RowName onOpen={() => { open(row); }}>{row.name_ja}</RowName> },
      { key: 'name_en', title: t('nameEn'), cell: row => row.name_en },
      { key: 'line', title: t('nav.lines'), cell: row => lineName(row.line_of_business_id) },
      { key: 'reason', title: t('wrapup.field.reason'), cell: row => (row.reason_id ? reasonName(row.reason_id) : <span className="ink3">–</span>) },
      { key: 'resolution', title: t('wrapup.field.resolution'), cell: row => (row.resolution ? t(`templates.resolutionIs.${row.resolution}`) : <span className="ink3">–</span>) },
      { key: 'active', title: t('state'), cell: row => <ActivePill active={row.active} /> },
    ],
    [t, lineName, reasonName, open],
  );
}
