import { useTranslation } from '@madoguchi/i18n';
import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import styles from '../Admin.module.css';
import type { Field, Value } from './schema';
import { FieldInput } from './SchemaFields';

interface Props {
  at: string;
  title: string;
  fields: readonly [string, Field][];
  value: Value[];
  faults: Record<string, string>;
  onChange: (value: Value[]) => void;
}

/** What a new row begins with: the server's own default, else nothing. */
function empty(field: Field): unknown {
  if (field.initial !== undefined) return field.initial;
  if (field.optional) return null;
  if (field.kind === 'switch') return false;
  if (field.kind === 'number') return field.min ?? 0;
  return field.kind === 'words' || field.kind === 'choices' ? [] : '';
}

/** What is long gets the room. */
function widthOf(field: Field): number | string | undefined {
  if (field.kind === 'number') return (field.max ?? 0) < 1_000_000 ? 88 : 168;
  if (field.kind === 'text' && (field.max ?? 0) > 100) return '26%';
  return field.kind === 'words' ? '18%' : undefined;
}

/** Several of the same kind, such as the reasons for a break: a row each, in the order in which they are offered. */
export function RowsField({ at, title, fields, value, faults, onChange }: Props) {
  const { t } = useTranslation('admin');
  const simple = fields.filter((entry): entry is [string, Exclude<Field, { kind: 'group' | 'rows' }>] => entry[1].kind !== 'group' && entry[1].kind !== 'rows');
  return (
    <div className="grow">
      <table className={styles.rows} aria-label={title}>
        <thead>
          <tr>
            {simple.map(([name, field]) => (
              <th key={name} scope="col" style={{ width: widthOf(field) }}>
                {t(`settings.column.${name}`, field.title)}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{t('settings.remove')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {value.map((row, index) => (
            <tr key={index}>
              {simple.map(([name, field]) => (
                <td key={name}>
                  <FieldInput
                    field={{ ...field, title: t('settings.cell', { title: t(`settings.column.${name}`, field.title), row: index + 1 }) }}
                    value={row[name]}
                    fault={faults[`${at}.${String(index)}.${name}`]}
                    wide
                    onChange={next => { onChange(value.map((each, i) => (i === index ? { ...each, [name]: next } : each))); }}
                  />
                </td>
              ))}
              <td>
                <ActionIcon aria-label={t('settings.removeRow', { row: index + 1 })} onClick={() => { onChange(value.filter((_, i) => i !== index)); }}>
                  <IconX size={16} />
                </ActionIcon>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button variant="subtle" leftSection={<IconPlus size={16} />} onClick={() => { onChange([...value, Object.fromEntries(simple.map(([name, field]) => [name, empty(field)]))]); }}>
        {t('settings.addRow')}
      </Button>
    </div>
  );
}
