import { useTranslation } from '@madoguchi/i18n';
import { Button, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Things } from '../editor/useNames';
import { Listen } from './Listen';
import { PromptDrawer } from './PromptDrawer';
import { LANGUAGES } from './usePrompts';

interface Props {
  label: string;
  value: string | null;
  things: Things;
  onChange: (prompt: string | null) => void;
  /** What no prompt means, where it may be left out. */
  optional?: string;
}

/** What is said to the caller: one of the library, which can be listened to, or a new one written here. */
export function PromptSelect({ label, value, things, onChange, optional }: Props) {
  const { t } = useTranslation('prompts');
  const [adding, setAdding] = useState(false);
  const { rows } = things.prompts;
  const chosen = rows.find(({ key }) => key === value);
  const grouped = [
    { group: t('library'), items: rows.filter(({ prompt }) => prompt).map(({ key, name }) => ({ value: key, label: name })) },
    { group: t('house'), items: rows.filter(({ prompt }) => !prompt).map(({ key, name }) => ({ value: key, label: name })) },
  ].filter(({ items }) => items.length > 0);
  return (
    <div className="col" data-testid="prompt-field">
      <Select size="xs" label={label} placeholder={optional ?? t('flows:field.choose')} searchable clearable={optional !== undefined} allowDeselect={false} data={grouped} value={value} onChange={onChange} data-testid="field-prompt" />
      <div className="row wrap">
        {chosen && LANGUAGES.map(language => {
          const voice = chosen.voices[language];
          return voice?.src && <Listen key={language} source={voice.src} of={`${chosen.name} ${t(`language.${language}`)}`} testId={`field-prompt-listen-${language}`}>{t(`language.${language}`)}</Listen>;
        })}
        <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={15} />} onClick={() => { setAdding(true); }} data-testid="field-prompt-new">{t('new')}</Button>
      </div>
      {adding && <PromptDrawer prompt={undefined} onKept={({ id }) => { onChange(id); }} onClose={() => { setAdding(false); }} />}
    </div>
  );
}
