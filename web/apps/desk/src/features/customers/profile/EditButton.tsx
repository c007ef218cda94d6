import { ActionIcon } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';

/** Opens the form behind a section; the section's name is in its label. */
export function EditButton({ label, onEdit, testId }: { label: string; onEdit: () => void; testId?: string }) {
  return (
    <ActionIcon size={26} aria-label={label} title={label} onClick={onEdit} data-testid={testId}>
      <IconPencil size={16} />
    </ActionIcon>
  );
}
