import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Card } from '@madoguchi/ui';
import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconPlus, IconTrash } from '@tabler/icons-react';
import side from './Side.module.css';
import { Exits } from './Exits';
import { inOrder, remove } from './graph';
import { groups, icons } from './kinds';
import { useAdd } from './useAdd';
import { useEditor } from './useEditor';
import { useWords, type Things } from './useNames';

/** The same flow as a table, in the order in which it is read: everything that the canvas does, by keys and by ear. */
export function ListView({ things }: { things: Things }) {
  const { t } = useTranslation('flows');
  const ja = useLocale() === 'ja';
  const { graph, change, readonly, selected, select, exitsOf, faultsOf } = useEditor();
  const words = useWords(things);
  const steps = inOrder(graph, id => exitsOf(id).map(({ name }) => name));
  return (
    <div className={side.list} data-testid="flow-list">
      <Card flush>
        <table className={side.table} aria-label={t('list.title')}>
          <thead>
            <tr>
              <th scope="col">{t('list.step')}</th>
              <th scope="col">{t('list.leads')}</th>
              <th scope="col"><span className="visually-hidden">{t('list.acts')}</span></th>
            </tr>
          </thead>
          <tbody>
            {steps.map(step => {
              const Icon = icons[step.kind];
              return (
                <tr key={step.id} data-selected={step.id === selected || undefined} data-testid="flow-list-row">
                  <td>
                    <UnstyledButton className={side.listStep} aria-current={step.id === selected || undefined} onClick={() => { select(step.id); }} data-testid={`list-${step.id}`}>
                      <Icon size={18} stroke={1.6} aria-hidden />
                      <span>
                        <span className="meta ink2">{words.kind(step)}</span>
                        <br />
                        <span className="b5">{words.name(step)}</span>
                      </span>
                    </UnstyledButton>
                    {faultsOf(step.id).map(fault => (
                      <p key={`${fault.code} ${fault.exit}`} className={side.listFault} data-severity={fault.severity}>
                        <IconAlertTriangle size={14} aria-hidden /> {ja ? fault.said.ja : fault.said.en}
                      </p>
                    ))}
                  </td>
                  <td>
                    <Exits bare step={step} things={things} />
                  </td>
                  <td className={side.listActs}>
                    {!readonly && step.kind !== 'start' && (
                      <ActionIcon aria-label={t('list.remove', { step: words.name(step) })} onClick={() => { change(remove(graph, [step.id])); }}>
                        <IconTrash size={16} />
                      </ActionIcon>
                    )}
                    {!readonly && step.kind !== 'hang_up' && <AddAfter things={things} id={step.id} name={words.name(step)} />}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Card>
    </div>
  );
}

/** A new step behind one, at the first of its ways out that leads nowhere. */
function AddAfter({ things, id, name }: { things: Things; id: string; name: string }) {
  const { t } = useTranslation('flows');
  const add = useAdd(things, id);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('list.add', { step: name })} data-testid={`list-add-${id}`}>
          <IconPlus size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {groups.flatMap(({ kinds }) => kinds).map(kind => (
          <Menu.Item key={kind} onClick={() => { add(kind); }}>{t(`kind.${kind}`)}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
