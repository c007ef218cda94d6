import { keys, telephonyAddTrunk, telephonyChangeTrunk, useSave, type Trunk, type TrunkForm } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { FormDrawer, useFaults } from '@madoguchi/ui';
import { PasswordInput, Switch, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import styles from '../Admin.module.css';

interface Wish extends Required<Omit<TrunkForm, 'password'>> {
  password: string;
}
const blank: Wish = { name: '', host: '', accepts: [], username: '', password: '', registers: true, active: true };

/** A line to a carrier: where it is, who we are there, and whose calls we take. The password goes in and never comes out. */
export function TrunkDrawer({ trunk, onClose }: { trunk: Trunk | undefined; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const needed = (value: string) => (value.trim() ? null : t('required'));
  const form = useForm<Wish>({
    initialValues: trunk ? { name: trunk.name, host: trunk.host, accepts: trunk.accepts, username: trunk.username, password: '', registers: trunk.registers, active: trunk.active } : blank,
    validate: { name: needed, host: needed, username: (value, { registers }) => (registers && !value.trim() ? t('trunks.userNeeded') : null) },
  });
  const save = useSave({
    version: trunk?.version,
    save: (match, { password, ...rest }: Wish) => {
      const body: TrunkForm = { ...rest, password: password || null };
      return trunk ? telephonyChangeTrunk({ path: { trunk: trunk.id }, body, headers: match }) : telephonyAddTrunk({ body });
    },
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.trunks });
      onClose();
    },
  });
  useFaults(form, save.error);
  return (
    <FormDrawer opened title={trunk ? trunk.name : t('trunks.add')} submit={t('ui:save')} onClose={onClose} onSubmit={form.onSubmit(wish => { save.mutate(wish); })} saving={save.isPending} error={save.error} testId="trunk-form">
      <TextInput label={t('trunks.name')} description={t('trunks.nameHint')} required {...form.getInputProps('name')} data-testid="trunk-name" />
      <TextInput label={t('trunks.host')} description={t('trunks.hostHint')} placeholder="sip.example.jp:5060" required {...form.getInputProps('host')} data-testid="trunk-host" />
      <Switch label={t('trunks.registers')} description={t('trunks.registersHint')} {...form.getInputProps('registers', { type: 'checkbox' })} data-testid="trunk-registers" />
      <div className={styles.two}>
        <TextInput label={t('trunks.user')} description={t('trunks.userHint')} autoComplete="off" {...form.getInputProps('username')} data-testid="trunk-user" />
        <PasswordInput
          label={t('trunks.password')}
          description={t(trunk?.has_password ? 'trunks.passwordKept' : 'trunks.passwordHint')}
          placeholder={trunk?.has_password ? '••••••••' : undefined}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('settings.showSecret') }}
          {...form.getInputProps('password')}
          data-testid="trunk-password"
        />
      </div>
      <TagsInput label={t('trunks.accepts')} description={t('trunks.acceptsHint')} placeholder={t('settings.words')} splitChars={[',', ' ']} acceptValueOnBlur {...form.getInputProps('accepts')} error={acceptsFault(form.errors)} data-testid="trunk-accepts" />
      <Switch label={t('inUse')} description={t('trunks.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} />
      <p className="meta ink3">{t('trunks.codecs')}</p>
    </FormDrawer>
  );
}

/** What is wrong with any one of the addresses. */
const acceptsFault = (errors: Record<string, React.ReactNode>) => Object.entries(errors).find(([at]) => at.startsWith('accepts'))?.[1];
