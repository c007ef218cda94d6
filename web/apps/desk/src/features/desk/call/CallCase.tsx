import { casesChangeCase, ifMatch, interactionsAddLink, keys, type CaseRow, type CaseStatus as Status } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { CaseStatus, Due, PageLink, ProblemAlert } from '@madoguchi/ui';
import { Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';

const statuses: readonly Status[] = ['new', 'open', 'pending', 'resolved', 'closed'];

/** A case of this customer, its status changed while we talk. Two people may try: the second is told. */
export function CallCase({ row, interaction, editable }: { row: CaseRow; interaction: string; editable: boolean }) {
  const { t } = useTranslation('desk');
  const { t: ui } = useTranslation('ui');
  const cache = useQueryClient();
  const change = useMutation({
    mutationFn: async (status: Status) => {
      await casesChangeCase({ path: { case: row.id }, body: { status }, headers: ifMatch(row.version) });
      await interactionsAddLink({ path: { interaction }, body: { kind: 'case', ref: row.id } });
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keys.desk }),
  });
  return (
    <li className="col" style={{ paddingBlock: 'var(--md-s3)' }}>
      <div className="row">
        <div className="grow">
          <div className="row meta">
            <span className="ink3 tn">#{row.number}</span>
            <CaseStatus status={row.status} />
            {row.due && <Due at={row.due} />}
          </div>
          <PageLink to={`/cases/${row.id}`} className="b6">
            {row.title}
          </PageLink>
        </div>
        {editable && (
          <Select
            aria-label={t('cases.status', { number: row.number })}
            w={132}
            size="xs"
            allowDeselect={false}
            value={change.isError ? row.status : (change.variables ?? row.status)}
            data={statuses.map(value => ({ value, label: ui(`caseStatus.${value}`) }))}
            onChange={status => { if (status && status !== row.status) change.mutate(status as Status); }}
            data-testid="case-status"
          />
        )}
      </div>
      <ProblemAlert error={change.error} />
    </li>
  );
}
