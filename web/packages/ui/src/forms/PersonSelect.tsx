import { accessListPeople, keys, type UserName } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { MultiSelect, Select, type MultiSelectProps, type SelectProps } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { furigana } from '../parts/PersonName';

interface Props extends Omit<SelectProps, 'data' | 'value' | 'onChange' | 'error'> {
  value: string | null;
  onChange: (person: string | null) => void;
  error?: React.ReactNode;
  /** Shown for somebody who can no longer be chosen. */
  nameOfValue?: string | null | undefined;
}

const usePeople = (): UserName[] => useQuery({ queryKey: keys.people, queryFn: ({ signal }) => accessListPeople({ signal }), staleTime: 300_000 }).data ?? [];

/** Whichever kana a reading is kept in, it is found by either. */
const folded = (text: string): string => furigana(text).toLowerCase();
const readingsOf = (people: readonly UserName[]) => new Map(people.map(person => [person.id, folded(`${person.name} ${person.kana} ${person.email}`)]));

/** The name behind a person's id, for those who are still here. */
export function usePersonName(): (id: string | null | undefined) => string | undefined {
  const people = usePeople();
  return id => people.find(person => person.id === id)?.name;
}

/** Somebody of ours, found by name or reading; nobody is a choice too. */
export function PersonSelect({ value, onChange, nameOfValue, ...rest }: Props) {
  const { t } = useTranslation('ui');
  const people = usePeople();
  const choices = people.map(person => ({ value: person.id, label: person.name }));
  if (value && nameOfValue && !choices.some(each => each.value === value)) choices.push({ value, label: nameOfValue });
  const readings = readingsOf(people);
  return (
    <Select
      searchable
      clearable
      placeholder={t('person.nobody')}
      nothingFoundMessage={t('person.none')}
      {...rest}
      data={choices}
      value={value}
      onChange={person => { onChange(person); }}
      filter={({ options, search }) => options.filter(option => 'value' in option && (readings.get(option.value) ?? '').includes(folded(search.trim())))}
    />
  );
}

interface PeopleProps extends Omit<MultiSelectProps, 'data' | 'value' | 'onChange'> {
  value: string[];
  onChange: (people: string[]) => void;
}

/** Several of ours, each found by name, reading or e-mail. Who can no longer be chosen stays until taken out. */
export function PeopleSelect({ value, onChange, ...rest }: PeopleProps) {
  const { t } = useTranslation('ui');
  const people = usePeople();
  const readings = readingsOf(people);
  const gone = people.length > 0 ? value.filter(id => !readings.has(id)) : [];
  return (
    <MultiSelect
      searchable
      clearable
      hidePickedOptions
      nothingFoundMessage={t('person.none')}
      clearButtonProps={{ 'aria-label': t('person.takeOutAll') }}
      {...rest}
      data={[...people.map(person => ({ value: person.id, label: person.name })), ...gone.map(id => ({ value: id, label: t('person.gone') }))]}
      value={people.length > 0 ? value : []}
      onChange={onChange}
      filter={({ options, search }) => options.filter(option => 'value' in option && (readings.get(option.value) ?? '').includes(folded(search.trim())))}
    />
  );
}
