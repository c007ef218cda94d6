import { useVocabulary } from '@madoguchi/ui';
import type { Branch, Clause } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ActionIcon, Button, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import side from '../editor/Side.module.css';
import { patch as patched, renameExit } from '../editor/graph';
import { useEditor } from '../editor/useEditor';
import type { Things } from '../editor/useNames';
import { FACTS, fresh, OPERATORS, ORDER_STATUSES, type FactName } from './facts';
import { usePatch, type FieldProps } from './parts';

/** Branches of a condition: the first of which everything holds is taken. */
export function ConditionFields({ step, things }: FieldProps<'condition'>) {
  const { t } = useTranslation('flows');
  const { graph, change } = useEditor();
  const patch = usePatch(step.id);
  const branches = step.branches ?? [];
  const put = (index: number, part: Partial<Branch>, about?: string) => { patch({ branches: branches.map((each, at) => (at === index ? { ...each, ...part } : each)) }, about); };
  const drop = (index: number) => { change(patched(renameExit(graph, step.id, branches[index]!.exit, null), step.id, { branches: branches.filter((_, at) => at !== index) })); };
  const add = () => {
    let number = branches.length + 1;
    while (branches.some(({ exit }) => exit === `branch${String(number)}`)) number += 1;
    patch({ branches: [...branches, { exit: `branch${String(number)}`, label: '', clauses: [fresh('customer.known', things)] }] });
  };
  return (
    <>
      {branches.map((branch, index) => (
        <div key={branch.exit} className={side.branch} role="group" aria-label={branch.label || t('branch.number', { number: index + 1 })} data-testid="branch">
          <div className="row">
            <TextInput className="grow" size="xs" aria-label={t('branch.label', { number: index + 1 })} placeholder={t('branch.number', { number: index + 1 })} maxLength={60} value={branch.label ?? ''} onChange={event => { put(index, { label: event.currentTarget.value }, `branch ${String(index)}`); }} data-testid="branch-label" />
            <ActionIcon aria-label={t('branch.remove', { number: index + 1 })} onClick={() => { drop(index); }}>
              <IconTrash size={15} />
            </ActionIcon>
          </div>
          {(branch.clauses ?? []).map((clause, at) => (
            <ClauseRow key={at} clause={clause} things={things} onChange={next => { put(index, { clauses: (branch.clauses ?? []).map((each, other) => (other === at ? next : each)) }, `clause ${String(index)} ${String(at)}`); }} onDrop={() => { put(index, { clauses: (branch.clauses ?? []).filter((_, other) => other !== at) }); }} />
          ))}
          <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={14} />} onClick={() => { put(index, { clauses: [...(branch.clauses ?? []), fresh('customer.known', things)] }); }}>
            {t('clause.add')}
          </Button>
        </div>
      ))}
      <div>
        <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={add} data-testid="branch-add">
          {t('branch.add')}
        </Button>
      </div>
    </>
  );
}

function ClauseRow({ clause, things, onChange, onDrop }: { clause: Clause; things: Things; onChange: (clause: Clause) => void; onDrop: () => void }) {
  const { t } = useTranslation('flows');
  const { type, ofQueue } = FACTS[clause.fact];
  return (
    <div className={side.clause}>
      <div className="row">
        <Select className="grow" size="xs" aria-label={t('clause.fact')} allowDeselect={false} data={(Object.keys(FACTS) as FactName[]).map(fact => ({ value: fact, label: t(`fact.${fact.replace('.', '_')}`) }))} value={clause.fact} onChange={fact => { if (fact) onChange(fresh(fact as FactName, things)); }} data-testid="clause-fact" />
        <ActionIcon aria-label={t('clause.remove')} onClick={onDrop}>
          <IconX size={14} />
        </ActionIcon>
      </div>
      {ofQueue && <Select size="xs" aria-label={t('field.queue')} placeholder={t('field.choose')} allowDeselect={false} data={things.queues} value={clause.queue ?? null} onChange={queue => { onChange({ ...clause, queue }); }} />}
      {type === 'bool' ? (
        <Select size="xs" aria-label={t('clause.value')} allowDeselect={false} data={[{ value: 'true', label: t('yes') }, { value: 'false', label: t('no') }]} value={String(clause.value)} onChange={value => { onChange({ ...clause, value: value === 'true' }); }} data-testid="clause-value" />
      ) : (
        <div className="row">
          <Select w={120} size="xs" aria-label={t('clause.op')} allowDeselect={false} data={OPERATORS[type].map(op => ({ value: op, label: t(`op.${op}`) }))} value={clause.op ?? 'is'} onChange={op => { onChange({ ...clause, op: op as Clause['op'] }); }} />
          <Value clause={clause} onChange={value => { onChange({ ...clause, value }); }} />
        </div>
      )}
    </div>
  );
}

function Value({ clause, onChange }: { clause: Clause; onChange: (value: string | number) => void }) {
  const { t } = useTranslation('flows');
  const { tiers } = useTiers();
  if (FACTS[clause.fact].type === 'number') return <NumberInput className="grow" size="xs" aria-label={t('clause.value')} min={0} allowDecimal={false} thousandSeparator value={Number(clause.value)} onChange={value => { if (typeof value === 'number') onChange(value); }} data-testid="clause-value" />;
  const known: Partial<Record<FactName, { value: string; label: string }[]>> = {
    'customer.tier': tiers,
    'customer.language': (['ja', 'en'] as const).map(value => ({ value, label: t(`language.${value}`) })),
    'order.status': ORDER_STATUSES.map(value => ({ value, label: t(`ui:orderStatus.${value}`) })),
  };
  const choices = known[clause.fact];
  if (choices) return <Select className="grow" size="xs" aria-label={t('clause.value')} placeholder={t('field.choose')} allowDeselect={false} data={choices} value={String(clause.value) || null} onChange={value => { if (value) onChange(value); }} data-testid="clause-value" />;
  return <TextInput className="grow" size="xs" aria-label={t('clause.value')} maxLength={64} value={String(clause.value)} onChange={event => { onChange(event.currentTarget.value); }} data-testid="clause-value" />;
}

/** The tenant's tiers, by name. */
function useTiers() {
  const { t } = useTranslation('flows');
  const vocabulary = useVocabulary();
  const tiers = (vocabulary?.tiers ?? []).map(tier => ({ value: tier.code, label: t('locale') === 'ja' ? tier.name_ja : tier.name_en }));
  return { tiers };
}
