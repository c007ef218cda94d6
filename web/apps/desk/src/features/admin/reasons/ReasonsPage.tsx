import { ifMatch, keys, useList, workspaceChangeReason, workspaceListReasons, type ContactReason } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, DataTable, Empty, Pill, ProblemAlert, type Column } from '@madoguchi/ui';
import { ActionIcon, Button, Select } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconListTree, IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ActivePill } from '../ActivePill';
import styles from '../Admin.module.css';
import { AdminPage, RowName } from '../parts';
import { useLineNames } from '../useLineNames';
import { ReasonDrawer, type Opened } from './ReasonDrawer';
import { listed, moved, nextPosition, type Place, type View } from './tree';

const LEVELS = 3;
const ALL = 'all';

/** Contact reasons of a line of business as a tree of up to three levels, in the order in which agents see them. */
export function ReasonsPage() {
  const { t } = useTranslation('admin');
  const lines = useLineNames();
  const [view, setView] = useState<View>(null);
  const [opened, setOpened] = useState<Opened>();
  const reasons = useList([...keys.reasons, 'all'], signal => workspaceListReasons({ query: { inactive: true }, signal }));
  const move = useMove();
  const open = (parent: ContactReason | null) => { setOpened({ parent, line: view, position: nextPosition(reasons.rows, parent?.id ?? null) }); };
  const step = (reason: ContactReason, by: -1 | 1) => { move.mutate(moved(reasons.rows, view, reason, by)); };
  const columns = useColumns({ view, busy: move.isPending, onOpen: reason => { setOpened({ reason }); }, onChild: open, onStep: step });
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => { open(null); }} data-testid="reason-add">
      {t('reasons.add')}
    </Button>
  );
  return (
    <AdminPage title={t('nav.reasons')} lead={t('reasons.lead')} actions={add}>
      <div className={styles.filters}>
        <Select w={280} aria-label={t('nav.lines')} allowDeselect={false} data={[{ value: ALL, label: t('reasons.shared') }, ...lines.choices]} value={view ?? ALL} onChange={chosen => { setView(chosen === ALL ? null : chosen); }} data-testid="reason-line" />
      </div>
      <ProblemAlert error={move.error} />
      <Card flush className={styles.table}>
        <DataTable label={t('nav.reasons')} columns={columns} pages={{ ...reasons, rows: listed(reasons.rows, view) }} rowKey={row => row.id} rowTestId="reason-row" empty={<Empty icon={<IconListTree size={32} stroke={1.5} />}>{t('reasons.empty')}</Empty>} />
      </Card>
      {opened && <ReasonDrawer opened={opened} onClose={() => { setOpened(undefined); }} />}
    </AdminPage>
  );
}

/** A new order, reason by reason; whatever happened, the list is read again. */
function useMove() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (places: readonly Place[]) => {
      for (const { reason, position } of places) {
        const { code, name_ja, name_en, active } = reason;
        const body = { code, name_ja, name_en, active, position, parent: reason.parent_id, line_of_business: reason.line_of_business_id };
        await workspaceChangeReason({ path: { reason: reason.id }, body, headers: ifMatch(reason.version) });
      }
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.reasons }),
  });
}

interface Acts {
  view: View;
  busy: boolean;
  onOpen: (reason: ContactReason) => void;
  onChild: (parent: ContactReason) => void;
  onStep: (reason: ContactReason, by: -1 | 1) => void;
}

function useColumns({ view, busy, onOpen, onChild, onStep }: Acts): Column<ContactReason>[] {
  const { t } = useTranslation('admin');
  return [
    {
      key: 'name',
      title: t('nameJa'),
      cell: row => (
        <span className={styles.branch} data-level={row.level}>
          <RowName onOpen={() => { onOpen(row); }}>{row.name_ja}</RowName>
          {view !== null && row.line_of_business_id === null && <Pill square tone="line">{t('reasons.sharedMark')}</Pill>}
        </span>
      ),
    },
    { key: 'name_en', title: t('nameEn'), cell: row => row.name_en },
    { key: 'level', title: t('reasons.level'), cell: row => t(`reasons.levelIs.${String(row.level)}`) },
    { key: 'code', title: t('code'), cell: row => <code>{row.code}</code> },
    { key: 'active', title: t('state'), cell: row => <ActivePill active={row.active} /> },
    {
      key: 'acts',
      title: <span className="visually-hidden">{t('reasons.acts')}</span>,
      numeric: true,
      cell: row => (
        <span className={styles.acts}>
          {row.level < LEVELS && (
            <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => { onChild(row); }} aria-label={t('reasons.addUnder', { name: row.name_ja })} data-testid="reason-child">
              {t('reasons.child')}
            </Button>
          )}
          <ActionIcon variant="subtle" disabled={busy} aria-label={t('reasons.up', { name: row.name_ja })} onClick={() => { onStep(row, -1); }} data-testid="reason-up">
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon variant="subtle" disabled={busy} aria-label={t('reasons.down', { name: row.name_ja })} onClick={() => { onStep(row, 1); }} data-testid="reason-down">
            <IconArrowDown size={16} />
          </ActionIcon>
        </span>
      ),
    },
  ];
}
