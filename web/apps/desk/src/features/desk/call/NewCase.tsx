import { casesOpenCase, keys, type CaseRow, type Id } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ProblemAlert } from '@madoguchi/ui';
import { Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

const priorities = ['low', 'normal', 'high', 'urgent'] as const;

export function NewCase({ customer, interaction }: { customer: Id; interaction: Id }) {
  const { t } = useTranslation('desk');
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => { setOpen(true); }} data-testid="case-new">
        {t('cases.new')}
      </Button>
    );
  return <CaseForm customer={customer} interaction={interaction} onDone={() => { setOpen(false); }} />;
}

function CaseForm({ customer, interaction, onDone }: { customer: Id; interaction: Id; onDone: () => void }) {
  const { t } = useTranslation('desk');
  const cache = useQueryClient();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { title: '', priority: 'normal' as CaseRow['priority'] },
    validate: { title: value => (value.trim() ? null : t('cases.titleMissing')) },
  });
  const create = useMutation({
    mutationFn: (values: { title: string; priority: CaseRow['priority'] }) => casesOpenCase({ body: { ...values, customer_id: customer, interaction_id: interaction } }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.desk });
      onDone();
    },
  });
  return (
    <form className="col" onSubmit={form.onSubmit(values => { create.mutate(values); })} noValidate>
      <div className="row">
        <TextInput autoFocus className="grow" label={t('cases.newTitle')} key={form.key('title')} {...form.getInputProps('title')} data-testid="case-title" />
        <Select w={120} label={t('cases.priority')} allowDeselect={false} data={priorities.map(value => ({ value, label: t(`priority.${value}`) }))} key={form.key('priority')} {...form.getInputProps('priority')} />
      </div>
      <ProblemAlert error={create.error} />
      <div className="row">
        <Button type="submit" loading={create.isPending} data-testid="case-submit">
          {t('cases.create')}
        </Button>
        <Button variant="subtle" color="gray" onClick={onDone}>
          {t('cases.cancel')}
        </Button>
      </div>
    </form>
  );
}
