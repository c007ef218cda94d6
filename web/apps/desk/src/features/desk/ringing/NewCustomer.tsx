import { keys, workspaceCreateCustomer, type ScreenPop } from '@madoguchi/api';
import { nationalPhone, useTranslation } from '@madoguchi/i18n';
import { Card, ProblemAlert } from '@madoguchi/ui';
import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useEffect } from 'react';

/** A new customer from a call: a name is enough, the number is already there. */
export function NewCustomer({ pop, onCancel }: { pop: ScreenPop; onCancel: () => void }) {
  const { t } = useTranslation('desk');
  const cache = useQueryClient();
  const number = pop.caller.address;
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => { first.current?.focus(); }, []);
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', kana: '', company: '' },
    validate: { name: value => (value.trim() ? null : t('new.nameMissing')) },
  });
  const create = useMutation({
    mutationFn: (values: { name: string; kana: string; company: string }) => workspaceCreateCustomer({ path: { interaction: pop.interaction.id }, body: values }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.desk }),
  });
  return (
    <Card title={t('new.title')}>
      <form className="col" onSubmit={form.onSubmit(values => { create.mutate(values); })} noValidate>
        <ProblemAlert error={create.error} />
        <TextInput ref={first} label={t('new.name')} placeholder={t('new.nameExample')} key={form.key('name')} {...form.getInputProps('name')} data-testid="new-name" />
        <TextInput label={t('new.kana')} placeholder={t('new.kanaExample')} key={form.key('kana')} {...form.getInputProps('kana')} data-testid="new-kana" />
        <TextInput label={t('new.company')} key={form.key('company')} {...form.getInputProps('company')} />
        {number && <p className="meta ink2 tn">{t('new.number', { number: nationalPhone(number) })}</p>}
        <div className="row">
          <Button type="submit" loading={create.isPending} data-testid="new-submit">
            {t('new.submit')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onCancel}>
            {t('new.cancel')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
