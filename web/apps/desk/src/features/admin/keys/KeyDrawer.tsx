import { accessMakeKey, keys, useSession, type NewApiKey } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { CopyLine, FormDrawer, useFaults } from '@madoguchi/ui';
import { Button, Checkbox, Drawer, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';

const DAYS = ['30', '90', '365', 'never'] as const;
const DAY = 86_400_000;

interface KeyForm {
  name: string;
  scopes: string[];
  days: (typeof DAYS)[number];
}

/** A key for a program: what it may do, how long, and once made, its secret this one time. */
export function KeyDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const { permissions } = useSession();
  const form = useForm<KeyForm>({
    initialValues: { name: '', scopes: [], days: '90' },
    validate: { name: value => (value.trim() ? null : t('required')), scopes: value => (value.length > 0 ? null : t('keys.scopeMissing')) },
  });
  const make = useMutation({
    mutationFn: ({ name, scopes, days }: KeyForm) =>
      accessMakeKey({ body: { name, scopes, expires: days === 'never' ? null : new Date(Date.now() + Number(days) * DAY).toISOString() } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.apiKeys }),
  });
  useFaults(form, make.error);
  if (make.data) return <SecretShown made={make.data} onClose={onClose} />;
  return (
    <FormDrawer opened title={t('keys.make')} submit={t('keys.makeSubmit')} onClose={onClose} onSubmit={form.onSubmit(wish => { make.mutate(wish); })} saving={make.isPending} error={make.error} testId="key-form">
      <TextInput label={t('keys.name')} description={t('keys.nameHint')} required {...form.getInputProps('name')} data-testid="key-name" />
      <Select label={t('keys.lives')} allowDeselect={false} data={DAYS.map(value => ({ value, label: t(`keys.for.${value}`) }))} {...form.getInputProps('days')} />
      <Checkbox.Group label={t('keys.scopes')} description={t('keys.scopeHint')} {...form.getInputProps('scopes')}>
        <div className="col">
          {permissions.map(permission => (
            <Checkbox key={permission} value={permission} label={t(`permission.${permission.replace('.', '_')}`)} description={permission} />
          ))}
        </div>
      </Checkbox.Group>
    </FormDrawer>
  );
}

function SecretShown({ made, onClose }: { made: NewApiKey; onClose: () => void }) {
  const { t } = useTranslation('admin');
  return (
    <Drawer opened size={480} onClose={onClose} title={t('keys.made', { name: made.key.name })} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <div className="col">
        <p>{t('keys.once')}</p>
        <CopyLine text={made.secret} label={t('keys.secret')} testId="key-secret" />
        <p className="meta ink3">
          {t('keys.use')} <code>Authorization: Bearer mdg_…</code>
        </p>
        <div className="row">
          <Button onClick={onClose}>{t('done')}</Button>
        </div>
      </div>
    </Drawer>
  );
}
