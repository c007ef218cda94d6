import { useMay, useSession, type CaseChange, type CaseRow } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { DueInput, PersonSelect } from '@madoguchi/ui';
import { Button, Select } from '@mantine/core';
import styles from './Cases.module.css';
import { PRIORITIES, STATUSES } from './search';

/** Status, priority, person and time: each saved as soon as it is chosen. */
export function Facts({ row, saving, onChange }: { row: CaseRow; saving: boolean; onChange: (change: CaseChange) => void }) {
  const { t } = useTranslation('cases');
  const format = useFormat();
  const me = useSession().user;
  const disabled = !useMay('cases.write') || saving;
  return (
    <div className="col">
      <div className={styles.two}>
        <Select label={t('status')} allowDeselect={false} disabled={disabled} data={STATUSES.map(value => ({ value, label: t(`ui:caseStatus.${value}`) }))} value={row.status} onChange={status => { if (status) onChange({ status }); }} data-testid="case-status" />
        <Select label={t('priority')} allowDeselect={false} disabled={disabled} data={PRIORITIES.map(value => ({ value, label: t(`ui:priority.${value}`) }))} value={row.priority} onChange={priority => { if (priority) onChange({ priority }); }} data-testid="case-priority" />
      </div>
      <PersonSelect label={t('assignee')} disabled={disabled} value={row.assignee_id} nameOfValue={row.assignee_name} onChange={assignee_id => { onChange({ assignee_id }); }} data-testid="case-assignee" />
      {row.assignee_id !== me.id && (
        <div>
          <Button variant="subtle" size="compact-sm" disabled={disabled} onClick={() => { onChange({ assignee_id: me.id }); }} data-testid="case-take">
            {t('take')}
          </Button>
        </div>
      )}
      <DueInput label={t('due')} value={row.due} onChange={due => { onChange({ due }); }} testId="case-due" />
      <p className="meta ink3">
        {t('openedAt', { when: `${format.date(row.opened)} ${format.time(row.opened)}` })}
        {row.resolved && ` · ${t('resolvedAt', { when: `${format.date(row.resolved)} ${format.time(row.resolved)}` })}`}
      </p>
    </div>
  );
}
