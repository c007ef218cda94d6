import { useTranslation } from '@madoguchi/i18n';
import { TextInput } from '@mantine/core';
import { IconGripVertical, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import styles from './Editor.module.css';
import { groups, icons, type Kind } from './kinds';
import { DRAGGED, useAdd } from './useAdd';
import type { Things } from './useNames';

/** The kinds of steps: dragged onto the canvas, or pressed to come after the chosen step. */
export function Palette({ things }: { things: Things }) {
  const { t } = useTranslation('flows');
  const [typed, setTyped] = useState('');
  const add = useAdd(things);
  const fits = (kind: Kind) => `${t(`kind.${kind}`)} ${t(`about.${kind}`)}`.toLowerCase().includes(typed.trim().toLowerCase());
  return (
    <aside className={styles.palette} aria-label={t('palette.title')}>
      <TextInput size="xs" type="search" leftSection={<IconSearch size={14} />} placeholder={t('palette.search')} aria-label={t('palette.search')} value={typed} onChange={event => { setTyped(event.currentTarget.value); }} />
      {groups.map(({ name, kinds }) => {
        const shown = kinds.filter(fits);
        return (
          shown.length > 0 && (
            <section key={name} className={styles.paletteGroup}>
              <h2>{t(`group.${name}`)}</h2>
              {shown.map(kind => {
                const Icon = icons[kind];
                return (
                  <button
                    key={kind}
                    type="button"
                    className={styles.piece}
                    draggable
                    title={t(`about.${kind}`)}
                    onDragStart={event => {
                      event.dataTransfer.setData(DRAGGED, kind);
                      event.dataTransfer.effectAllowed = 'copy';
                    }}
                    onClick={() => { add(kind); }}
                    data-testid={`palette-${kind}`}
                  >
                    <Icon size={16} stroke={1.7} aria-hidden />
                    <span className="grow">{t(`kind.${kind}`)}</span>
                    <IconGripVertical size={14} className={styles.grip} aria-hidden />
                  </button>
                );
              })}
            </section>
          )
        );
      })}
    </aside>
  );
}
