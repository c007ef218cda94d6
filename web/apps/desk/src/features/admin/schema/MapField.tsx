import { useTranslation } from '@madoguchi/i18n';
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconArrowRight, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';

interface Props {
  label: string;
  value: Record<string, string>;
  fault: string | undefined;
  onChange: (value: Record<string, string>) => void;
}

/** Pairs of words, such as a field of ours and the field of a CRM that fills it. Half-filled rows are kept on screen only. */
export function MapField({ label, value, fault, onChange }: Props) {
  const { t } = useTranslation('admin');
  const [rows, setRows] = useState(() => Object.entries(value));
  const change = (next: [string, string][]) => {
    setRows(next);
    onChange(Object.fromEntries(next.filter(([name]) => name.trim() !== '')));
  };
  const put = (index: number, row: [string, string]) => { change(rows.map((each, i) => (i === index ? row : each))); };
  return (
    <div className="col" role="group" aria-label={label}>
      {rows.map(([name, text], index) => (
        <div className="row" key={index}>
          <TextInput w={180} aria-label={t('settings.from', { row: index + 1 })} value={name} onChange={event => { put(index, [event.currentTarget.value, text]); }} />
          <IconArrowRight size={16} aria-hidden />
          <TextInput w={180} aria-label={t('settings.to', { row: index + 1 })} value={text} onChange={event => { put(index, [name, event.currentTarget.value]); }} />
          <ActionIcon aria-label={t('settings.removeRow', { row: index + 1 })} onClick={() => { change(rows.filter((_, i) => i !== index)); }}>
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      {fault && <p className="meta bad">{fault}</p>}
      <div>
        <Button variant="subtle" leftSection={<IconPlus size={16} />} onClick={() => { change([...rows, ['', '']]); }}>
          {t('settings.addRow')}
        </Button>
      </div>
    </div>
  );
}
