import { accessListLines, accessListTeams, keys, routingListQueues, useMay } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Chip, Chips, DayInput, PersonSelect } from '@madoguchi/ui';
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import styles from './Reports.module.css';
import { addDays, CLOSED, type ReportSearch } from './search';

interface Props {
  first: string;
  last: string;
  today: string;
  search: ReportSearch;
  onShow: (change: Partial<ReportSearch>) => void;
}

/** Which days and which contacts. */
export function Filters({ first, last, today, search, onShow }: Props) {
  const { t } = useTranslation('reports');
  const locale = useLocale();
  const everybody = useMay('reports.read');
  const persons = useMay('reports.people');
  const mayList = useMay('desk.use') && everybody;
  const queues = useQuery({ queryKey: [...keys.queues, 'all'], queryFn: ({ signal }) => routingListQueues({ signal }), enabled: mayList, staleTime: 300_000 }).data;
  const lines = useQuery({ queryKey: keys.lines, queryFn: ({ signal }) => accessListLines({ signal }), enabled: everybody, staleTime: 300_000 }).data;
  const teams = useQuery({ queryKey: keys.teams, queryFn: ({ signal }) => accessListTeams({ signal }), enabled: everybody, staleTime: 300_000 }).data;
  const choices = (rows: { id: string; name_ja: string; name_en: string }[] | undefined) => (rows ?? []).map(row => ({ value: row.id, label: locale === 'en' ? row.name_en : row.name_ja }));
  const period = (from: string, to: string) => { onShow({ first: from, last: to, step: undefined, at: undefined }); };
  const yesterday = addDays(today, -1);
  return (
    <div className={styles.filters}>
      <Chips label={t('period')}>
        <Chip on={first === yesterday && last === yesterday} onPick={() => { period(yesterday, yesterday); }} testId="report-yesterday">{t('yesterday')}</Chip>
        <Chip on={first === today && last === today} onPick={() => { period(today, today); }}>{t('today')}</Chip>
        <Chip on={first === addDays(today, -7) && last === yesterday} onPick={() => { period(addDays(today, -7), yesterday); }}>{t('week')}</Chip>
        <Chip on={first === addDays(today, -28) && last === yesterday} onPick={() => { period(addDays(today, -28), yesterday); }}>{t('month')}</Chip>
      </Chips>
      <DayInput w={130} aria-label={t('first')} value={first} onChange={value => { if (value) period(value, value > last ? value : last); }} />
      <DayInput w={130} aria-label={t('last')} value={last} onChange={value => { if (value) period(value < first ? value : first, value); }} />
      {mayList && <Select w={150} clearable aria-label={t('view.queue')} placeholder={t('view.queue')} data={choices(queues)} value={search.queue ?? null} onChange={queue => { onShow({ queue: queue ?? undefined }); }} clearButtonProps={{ 'aria-label': t('clear') }} />}
      {everybody && <Select w={150} clearable aria-label={t('view.line')} placeholder={t('view.line')} data={choices(lines)} value={search.line ?? null} onChange={line => { onShow({ line: line ?? undefined }); }} clearButtonProps={{ 'aria-label': t('clear') }} />}
      {everybody && <Select w={150} clearable aria-label={t('view.team')} placeholder={t('view.team')} data={choices(teams)} value={search.team ?? null} onChange={team => { onShow({ team: team ?? undefined }); }} clearButtonProps={{ 'aria-label': t('clear') }} data-testid="report-team" />}
      {everybody && persons && <PersonSelect w={170} aria-label={t('view.person')} placeholder={t('view.person')} value={search.person ?? null} onChange={person => { onShow({ person: person ?? undefined, ...(person && { view: 'time' as const }), ...CLOSED }); }} clearButtonProps={{ 'aria-label': t('clear') }} data-testid="report-person" />}
      <Select w={120} clearable aria-label={t('direction')} placeholder={t('direction')} data={(['in', 'out'] as const).map(value => ({ value, label: t(`directionIs.${value}`) }))} value={search.direction ?? null} onChange={direction => { onShow({ direction: (direction as 'in' | 'out' | null) ?? undefined }); }} clearButtonProps={{ 'aria-label': t('clear') }} />
    </div>
  );
}
