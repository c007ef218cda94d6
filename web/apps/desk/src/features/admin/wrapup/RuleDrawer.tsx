import { keys, useSave, workspaceDropRule, workspaceSetRule, type RuleForm, type RuleRow } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ConfirmButton, FormDrawer, useFaults } from '@madoguchi/ui';
import { Checkbox, NumberInput, Select } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import styles from '../Admin.module.css';
import { useLineNames } from '../useLineNames';
import { REQUIRABLE } from './words';

const EVERYBODY = 'everybody';
type Form = Required<RuleForm> & { line: string | null };
const blank = { seconds: 120, extend_seconds: 60, extensions: 3, required: ['reason', 'resolution'], reason_depth: 1 };

interface Props {
  rule: RuleRow | undefined;
  /** Lines that have a rule already; null among them is the rule for all. */
  taken: readonly (string | null)[];
  onClose: () => void;
}

/** How long a wrap-up may take in a line of business, and what must be filled in. */
export function RuleDrawer({ rule, taken, onClose }: Props) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const { lineName, choices } = useLineNames();
  const free = [{ value: EVERYBODY, label: t('wrapup.everybody') }, ...choices].filter(({ value }) => !taken.includes(value === EVERYBODY ? null : value));
  const form = useForm<Form>({
    initialValues: rule ? { seconds: rule.seconds, extend_seconds: rule.extend_seconds, extensions: rule.extensions, required: rule.required, reason_depth: rule.reason_depth, line: rule.line_of_business_id ?? EVERYBODY } : { ...blank, line: null },
    validate: { line: value => (value ? null : t('required')) },
  });
  const done = async () => {
    await cache.invalidateQueries({ queryKey: keys.wrapupRules });
    onClose();
  };
  const save = useSave({
    version: rule?.version,
    save: (match, { line, ...body }: Form) => workspaceSetRule({ query: { line_of_business: line === EVERYBODY ? '' : line! }, body, headers: match }),
    onSuccess: done,
  });
  const drop = useMutation({ mutationFn: (id: string) => workspaceDropRule({ path: { rule: id } }), onSuccess: done });
  useFaults(form, save.error);
  const name = rule && (rule.line_of_business_id ? lineName(rule.line_of_business_id) : t('wrapup.everybody'));
  const number = (field: 'seconds' | 'extend_seconds' | 'extensions', min: number, max: number) => ({
    ...form.getInputProps(field),
    min,
    max,
    allowDecimal: false,
    clampBehavior: 'blur' as const,
    'data-testid': `rule-${field.replaceAll('_', '-')}`,
  });
  return (
    <FormDrawer
      opened
      title={name ?? t('wrapup.add')}
      submit={t('ui:save')}
      onClose={onClose}
      onSubmit={form.onSubmit(wish => { save.mutate(wish); })}
      saving={save.isPending}
      error={save.error ?? drop.error}
      testId="rule-form"
      aside={
        rule?.line_of_business_id && (
          <ConfirmButton leftSection={<IconTrash size={16} />} loading={drop.isPending} question={t('wrapup.dropQuestion')} confirm={t('wrapup.drop')} onConfirm={() => { drop.mutate(rule.id); }} testId="rule-drop">
            {t('wrapup.drop')}
          </ConfirmButton>
        )
      }
    >
      {!rule && <Select label={t('nav.lines')} required data={free} {...form.getInputProps('line')} data-testid="rule-line" />}
      <NumberInput label={t('wrapup.seconds')} description={t('wrapup.secondsHint')} suffix={t('secondsSuffix')} {...number('seconds', 10, 3600)} />
      <div className={styles.two}>
        <NumberInput label={t('wrapup.extendBy')} suffix={t('secondsSuffix')} {...number('extend_seconds', 10, 3600)} />
        <NumberInput label={t('wrapup.extendTimes')} {...number('extensions', 0, 20)} />
      </div>
      <Checkbox.Group label={t('wrapup.required')} description={t('wrapup.requiredHint')} {...form.getInputProps('required')}>
        <div className="col">
          {REQUIRABLE.map(field => (
            <Checkbox key={field} value={field} label={t(`wrapup.field.${field}`)} description={field === 'next_step' ? t('wrapup.nextStepHint') : undefined} data-testid={`rule-required-${field}`} />
          ))}
        </div>
      </Checkbox.Group>
      <Select
        label={t('wrapup.depth')}
        description={t('wrapup.depthHint')}
        allowDeselect={false}
        data={[1, 2, 3].map(level => ({ value: String(level), label: t(`reasons.levelIs.${String(level)}`) }))}
        value={String(form.values.reason_depth)}
        onChange={level => { form.setFieldValue('reason_depth', Number(level)); }}
        data-testid="rule-depth"
      />
    </FormDrawer>
  );
}
