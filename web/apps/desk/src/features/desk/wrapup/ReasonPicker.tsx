import { keys, workspaceListReasons, type Id } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Chip, Chips } from '@madoguchi/ui';
import { Select, type ComboboxItem, type OptionsFilter } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNamed } from '../caller';
import { reasonPaths, recentReasons, shownCode, type ReasonPath } from './reasons';

/** The contact reason, up to three levels, found by code or any part of any level in either language. */
export function ReasonPicker({ id, line, value, onChange }: { id: string; line: string; value: Id | null; onChange: (reason: Id | null) => void }) {
  const { t } = useTranslation('desk');
  const named = useNamed();
  const reasons = useQuery({ queryKey: [...keys.reasons, line], queryFn: ({ signal }) => workspaceListReasons({ query: { line_of_business: line }, signal }), staleTime: 300_000 });
  const paths = useMemo(() => reasonPaths(reasons.data ?? []), [reasons.data]);
  const label = (path: ReasonPath) => [shownCode(path.leaf.code), path.levels.map(named).join(' › ')].filter(Boolean).join(' ');
  const recent = recentReasons(line).flatMap(id => paths.filter(path => path.leaf.id === id));
  const search = useMemo(() => new Map(paths.map(path => [path.leaf.id, path.search])), [paths]);
  const filter: OptionsFilter = ({ options, search: typed }) => {
    const words = typed.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
    return (options as ComboboxItem[]).filter(option => words.every(word => search.get(option.value)?.includes(word)));
  };
  return (
    <div className="col">
      <Select
        id={id}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('wrap.clear') }}
        leftSection={<IconSearch size={16} />}
        placeholder={t('wrap.reasonSearch')}
        nothingFoundMessage={t('wrap.reasonNone')}
        value={value}
        onChange={onChange}
        filter={filter}
        limit={60}
        data={paths.map(path => ({ value: path.leaf.id, label: label(path) }))}
        data-testid="wrapup-reason"
      />
      {recent.length > 0 && (
        <Chips label={t('wrap.reasonQuick')}>
          {recent.map(path => (
            <Chip key={path.leaf.id} on={path.leaf.id === value} onPick={() => { onChange(path.leaf.id); }}>
              {[shownCode(path.leaf.code), named(path.leaf)].filter(Boolean).join(' ')}
            </Chip>
          ))}
        </Chips>
      )}
    </div>
  );
}
