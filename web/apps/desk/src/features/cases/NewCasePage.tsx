import { accessListLines, casesOpenCase, keys, useList, type NewCase } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { CustomerSelect, DueInput, FormRow, PersonSelect, ProblemAlert, useFaults } from '@madoguchi/ui';
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import styles from './Cases.module.css';
import { PRIORITIES } from './search';

type Form = Required<Pick<NewCase, 'title' | 'priority' | 'text'>> & { customer_id: string | null; line_of_business_id: string | null; assignee_id: string | null; due: string | null };

export function NewCasePage() {
  const { t } = useTranslation('cases');
  const locale = useLocale();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const { customer, interaction } = useSearch({ from: '/signed-in/cases/new' });
  const lines = useList(keys.lines, signal => accessListLines({ signal }));
  const form = useForm<Form>({
    initialValues: { title: '', priority: 'normal', text: '', customer_id: customer ?? null, line_of_business_id: null, assignee_id: null, due: null },
    validate: { title: value => (value.trim() ? null : t('subjectMissing')) },
  });
  const open = useMutation({
    mutationFn: (mine: Form) => casesOpenCase({ body: { ...mine, interaction_id: interaction ?? null } }),
    onSuccess: async row => {
      await cache.invalidateQueries({ queryKey: keys.cases });
      await navigate({ to: '/cases/$case', params: { case: row.id } });
    },
  });
  useFaults(form, open.error);
  return (
    <main className={styles.page}>
      <form className={styles.new} noValidate onSubmit={form.onSubmit(mine => { open.mutate(mine); })} data-testid="case-form">
        <nav className="meta" aria-label={t('path')}>
          <Link to="/cases">{t('title')}</Link>
        </nav>
        <h1>{t('add')}</h1>
        <FormRow label={t('subject')} hint={t('subjectHint')}>
          <TextInput className="grow" aria-label={t('subject')} maxLength={300} {...form.getInputProps('title')} data-testid="case-form-title" />
        </FormRow>
        <FormRow label={t('customer')}>
          <CustomerSelect label={t('customer')} value={form.values.customer_id} onChange={id => { form.setFieldValue('customer_id', id); }} error={form.errors['customer_id']} />
        </FormRow>
        <FormRow label={t('what')} hint={t('whatHint')}>
          <Textarea className="grow" aria-label={t('what')} autosize minRows={4} {...form.getInputProps('text')} data-testid="case-form-text" />
        </FormRow>
        <FormRow label={t('handling')}>
          <Select w={130} label={t('priority')} allowDeselect={false} data={PRIORITIES.map(value => ({ value, label: t(`ui:priority.${value}`) }))} {...form.getInputProps('priority')} />
          <PersonSelect w={220} label={t('assignee')} value={form.values.assignee_id} onChange={id => { form.setFieldValue('assignee_id', id); }} error={form.errors['assignee_id']} />
          <DueInput w={220} label={t('due')} value={form.values.due} onChange={due => { form.setFieldValue('due', due); }} error={form.errors['due']} />
        </FormRow>
        <FormRow label={t('line')}>
          <Select w={280} clearable aria-label={t('line')} placeholder={t('anyLine')} data={lines.rows.filter(line => line.active).map(line => ({ value: line.id, label: locale === 'ja' ? line.name_ja : line.name_en }))} {...form.getInputProps('line_of_business_id')} />
        </FormRow>
        <ProblemAlert error={open.error} />
        <div className="row">
          <Button type="submit" loading={open.isPending} data-testid="case-form-save">
            {t('open')}
          </Button>
          <Button variant="default" onClick={() => { window.history.back(); }}>
            {t('ui:cancel')}
          </Button>
        </div>
      </form>
    </main>
  );
}
