import { accessListTeams, keys, useList, type User } from '@madoguchi/api';
import { LOCALES, localeName, useLocale, useTranslation } from '@madoguchi/i18n';
import { Checkbox, Select, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import styles from '../Admin.module.css';

export type UserForm = Pick<User, 'email' | 'name' | 'kana' | 'locale' | 'roles' | 'team_id'>;
export const ROLES = ['agent', 'supervisor', 'administrator', 'auditor'] as const;

/** What is known of a person of ours, in the invitation and afterwards. */
export function UserFields({ form }: { form: UseFormReturnType<UserForm> }) {
  const { t } = useTranslation('admin');
  const locale = useLocale();
  const teams = useList(keys.teams, signal => accessListTeams({ signal }));
  return (
    <>
      <div className={styles.two}>
        <TextInput label={t('users.name')} required {...form.getInputProps('name')} data-testid="user-name" />
        <TextInput label={t('users.kana')} {...form.getInputProps('kana')} />
      </div>
      <TextInput label={t('users.email')} type="email" required {...form.getInputProps('email')} data-testid="user-email" />
      <Checkbox.Group label={t('users.role')} description={t('users.roleHint')} {...form.getInputProps('roles')}>
        <div className="col">
          {ROLES.map(role => (
            <Checkbox key={role} value={role} label={t(`role.${role}`)} description={t(`role.about.${role}`)} data-testid={`user-role-${role}`} />
          ))}
        </div>
      </Checkbox.Group>
      <div className={styles.two}>
        <Select label={t('users.language')} allowDeselect={false} data={LOCALES.map(value => ({ value, label: localeName[value] }))} {...form.getInputProps('locale')} />
        {teams.rows.length > 0 && (
          <Select label={t('users.team')} clearable data={teams.rows.filter(team => team.active).map(team => ({ value: team.id, label: locale === 'ja' ? team.name_ja : team.name_en }))} {...form.getInputProps('team_id')} />
        )}
      </div>
    </>
  );
}

/** What can be said to be missing before the server is asked. */
export function useUserRules() {
  const { t } = useTranslation('admin');
  return {
    name: (value: string) => (value.trim() ? null : t('required')),
    email: (value: string) => (/^[^@\s]+@[^@\s]+$/.test(value.trim()) ? null : t('users.emailWrong')),
    roles: (value: string[]) => (value.length > 0 ? null : t('users.roleMissing')),
  };
}
