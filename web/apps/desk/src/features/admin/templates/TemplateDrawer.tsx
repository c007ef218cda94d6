import { keys, useSave, workspaceAddTemplate, workspaceChangeTemplate, type ContactReason, type Template, type TemplateForm } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { FormDrawer, useFaults } from '@madoguchi/ui';
import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import styles from '../Admin.module.css';
import { useLineNames } from '../useLineNames';
import { useReasonNames } from './useReasonNames';

const RESOLUTIONS = ['resolved', 'arranged', 'passed_on', 'unresolved', 'absent'] as const;
type Form = Required<TemplateForm>;

interface Props {
  template: Template | undefined;
  reasons: readonly ContactReason[];
  /** Where a new one stands. */
  position: number;
  onClose: () => void;
}

const formOf = ({ name_ja, name_en, line_of_business_id, reason_id, asked, done, result, resolution, position, active }: Template): Form => ({ name_ja, name_en, line_of_business: line_of_business_id, reason: reason_id, asked, done, result, resolution, position, active });

/** A template: what it leaves empty, the form keeps. */
export function TemplateDrawer({ template, reasons, position, onClose }: Props) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const lines = useLineNames();
  const reasonName = useReasonNames(reasons);
  const needed = (value: string) => (value.trim() ? null : t('required'));
  const form = useForm<Form>({
    initialValues: template ? formOf(template) : { name_ja: '', name_en: '', line_of_business: null, reason: null, asked: '', done: '', result: '', resolution: '', position, active: true },
    validate: { name_ja: needed, name_en: needed },
  });
  const save = useSave({
    version: template?.version,
    save: (match, wish: Form) => (template ? workspaceChangeTemplate({ path: { template: template.id }, body: wish, headers: match }) : workspaceAddTemplate({ body: wish })),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.wrapupTemplates });
      onClose();
    },
  });
  useFaults(form, save.error);
  const fitting = reasons.filter(reason => (reason.active || reason.id === form.values.reason) && (reason.line_of_business_id === null || reason.line_of_business_id === form.values.line_of_business));
  return (
    <FormDrawer opened title={template ? template.name_ja : t('templates.add')} submit={t('ui:save')} onClose={onClose} onSubmit={form.onSubmit(wish => { save.mutate(wish); })} saving={save.isPending} error={save.error} testId="template-form">
      <div className={styles.two}>
        <TextInput label={t('nameJa')} required lang="ja" {...form.getInputProps('name_ja')} data-testid="template-name-ja" />
        <TextInput label={t('nameEn')} required lang="en" {...form.getInputProps('name_en')} data-testid="template-name-en" />
      </div>
      <Select label={t('nav.lines')} clearable placeholder={t('everyLine')} data={lines.choices} {...form.getInputProps('line_of_business')} onChange={line => { form.setValues({ line_of_business: line, reason: null }); }} />
      <Select label={t('wrapup.field.reason')} clearable searchable placeholder={t('templates.asItIs')} nothingFoundMessage={t('templates.noReason')} data={fitting.map(reason => ({ value: reason.id, label: reasonName(reason.id) }))} {...form.getInputProps('reason')} data-testid="template-reason" />
      {(['asked', 'done', 'result'] as const).map(field => (
        <Textarea key={field} label={t(`wrapup.field.${field}`)} placeholder={t('templates.asItIs')} autosize minRows={2} maxLength={4000} {...form.getInputProps(field)} data-testid={`template-${field}`} />
      ))}
      <Select label={t('wrapup.field.resolution')} clearable placeholder={t('templates.asItIs')} data={RESOLUTIONS.map(value => ({ value, label: t(`templates.resolutionIs.${value}`) }))} {...form.getInputProps('resolution')} value={form.values.resolution || null} onChange={chosen => { form.setFieldValue('resolution', chosen ?? ''); }} />
      <NumberInput label={t('templates.position')} description={t('templates.positionHint')} min={0} max={100_000} allowDecimal={false} {...form.getInputProps('position')} />
      <Switch label={t('lines.active')} description={t('templates.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} />
    </FormDrawer>
  );
}
