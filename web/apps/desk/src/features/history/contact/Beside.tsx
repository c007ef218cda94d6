import { keys, supervisionListMonitorings, type Id } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Card } from '@madoguchi/ui';
import { useQuery } from '@tanstack/react-query';

/** Which supervisors were beside the talks of a contact, whose, from when and how: as far as the reader may know. */
export function Beside({ interaction }: { interaction: Id }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const rows = useQuery({ queryKey: keys.monitorings(interaction), queryFn: ({ signal }) => supervisionListMonitorings({ path: { interaction }, signal }) }).data ?? [];
  if (rows.length === 0) return null;
  return (
    <Card title={t('beside.title')}>
      <ul className="list" data-testid="monitorings">
        {rows.map(({ monitoring, supervisor, agent }) => (
          <li key={monitoring.id} className="col" data-testid="monitoring-row">
            <span>{t('beside.who', { supervisor, agent })}</span>
            <span className="meta ink2">
              {monitoring.steps.map(step => `${format.timeWithSeconds(step.at)} ${t(`beside.mode.${step.mode}`)}`).join(' → ')}
              {monitoring.ended && ` → ${format.timeWithSeconds(monitoring.ended)} ${t('beside.ended')}`}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
