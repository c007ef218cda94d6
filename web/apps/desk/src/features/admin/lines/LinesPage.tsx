import { accessListLines, keys, useList, type LineOfBusiness } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, type Column } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconBriefcase, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { ActivePill } from '../ActivePill';
import styles from '../Admin.module.css';
import { AdminPage, RowName } from '../parts';
import { LineDrawer } from './LineDrawer';

export function LinesPage() {
  const { t } = useTranslation('admin');
  const [opened, setOpened] = useState<LineOfBusiness | 'new'>();
  const lines = useList(keys.lines, signal => accessListLines({ signal }));
  const columns = useMemo<Column<LineOfBusiness>[]>(
    () => [
      { key: 'name_ja', title: t('nameJa'), cell: row => <RowName onOpen={() => { setOpened(row); }}>{row.name_ja}</RowName> },
      { key: 'name_en', title: t('nameEn'), cell: row => row.name_en },
      { key: 'code', title: t('code'), cell: row => <code>{row.code}</code> },
      { key: 'opening', title: t('lines.opening'), cell: row => <span className="ink2">{row.opening_phrase_ja}</span> },
      { key: 'active', title: t('state'), cell: row => <ActivePill active={row.active} /> },
    ],
    [t],
  );
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => { setOpened('new'); }} data-testid="line-add">
      {t('lines.add')}
    </Button>
  );
  return (
    <AdminPage title={t('nav.lines')} lead={t('lines.lead')} actions={add}>
      <Card flush className={styles.table}>
        <DataTable label={t('nav.lines')} columns={columns} pages={lines} rowKey={row => row.id} onOpen={setOpened} rowTestId="line-row" empty={<Empty icon={<IconBriefcase size={32} stroke={1.5} />}>{t('lines.empty')}</Empty>} />
      </Card>
      {opened && <LineDrawer key={opened === 'new' ? 'new' : opened.id} line={opened === 'new' ? undefined : opened} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}
