import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

interface Props {
  label: string;
  /** Where the page stands: the box begins with it. */
  value: string;
  onSearch: (text: string) => void;
  w?: number | string;
  testId?: string;
}

/** A search box that waits for the typing to pause. */
export function SearchInput({ label, value, onSearch, w = 320, testId }: Props) {
  const [typed, setTyped] = useState(value);
  const search = useDebouncedCallback(onSearch, 200);
  return (
    <TextInput
      w={w}
      type="search"
      leftSection={<IconSearch size={16} />}
      placeholder={label}
      aria-label={label}
      value={typed}
      onChange={event => {
        setTyped(event.currentTarget.value);
        search(event.currentTarget.value.trim());
      }}
      data-testid={testId}
    />
  );
}
