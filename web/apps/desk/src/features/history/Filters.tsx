import { useMay } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Chip, Chips, DayInput, PersonSelect, SearchInput } from '@madoguchi/ui';
import { Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import styles from './History.module.css';
import { DIRECTIONS, OUTCOMES, type HistorySearch } from './search';
import { useNames } from './useNames';

const today = (minusDays = 0) => {
  const date = new Date();
  date.setDate(date.getDate() - minusDays);
  return `${String(date.getFullYear())}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
};

export function Filters({ search, onChange }: { search: HistorySearch; onChange: (change: Partial<HistorySearch>) => void }) {
  const { t } = useTranslation('history');
  const everybody = useMay('interactions.read_all');
  const { queues, lines } = useNames();
  const clear = { 'aria-label': t('clear') };
  return (
    <div className={styles.filters}>
      <Chips label={t('period')}>
        <Chip on={search.since === today() && !search.until} onPick={() => { onChange({ since: today(), until: undefined }); }}>{t('today')}</Chip>
        <Chip on={search.since === today(6) && !search.until} onPick={() => { onChange({ since: today(6), until: undefined }); }}>{t('week')}</Chip>
      </Chips>
      <DayInput w={130} clearable aria-label={t('since')} placeholder={t('since')} clearButtonProps={clear} value={search.since ?? null} onChange={since => { onChange({ since: since ?? undefined }); }} />
      <DayInput w={130} clearable aria-label={t('until')} placeholder={t('until')} clearButtonProps={clear} value={search.until ?? null} onChange={until => { onChange({ until: until ?? undefined }); }} />
      <SearchInput w={170} label={t('numberSearch')} value={search.number ?? ''} onSearch={number => { onChange({ number: number || undefined }); }} testId="history-number" />
      <Select w={110} clearable aria-label={t('way')} placeholder={t('way')} data={DIRECTIONS.map(value => ({ value, label: t(value) }))} value={search.direction ?? null} onChange={direction => { onChange({ direction: direction ?? undefined }); }} />
      <Select w={130} clearable aria-label={t('outcome')} placeholder={t('outcome')} data={OUTCOMES.map(value => ({ value, label: t(`outcomeIs.${value}`) }))} value={search.outcome ?? null} onChange={outcome => { onChange({ outcome: outcome ?? undefined }); }} data-testid="history-outcome" />
      {queues.length > 0 && <Select w={150} clearable searchable aria-label={t('queue')} placeholder={t('queue')} data={queues} value={search.queue ?? null} onChange={queue => { onChange({ queue: queue ?? undefined }); }} />}
      <Select w={150} clearable searchable aria-label={t('line')} placeholder={t('line')} data={lines} value={search.line ?? null} onChange={line => { onChange({ line: line ?? undefined }); }} />
      {everybody && <PersonSelect w={160} aria-label={t('agent')} placeholder={t('agent')} value={search.user ?? null} onChange={user => { onChange({ user: user ?? undefined }); }} />}
      {search.customer && (
        <Chip on onPick={() => { onChange({ customer: undefined }); }} label={t('everyCustomer')}>
          {t('oneCustomer')} <IconX size={12} aria-hidden />
        </Chip>
      )}
    </div>
  );
}
