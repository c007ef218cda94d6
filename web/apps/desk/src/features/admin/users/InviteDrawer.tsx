import { accessInviteUser, keys } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { FormDrawer, useFaults } from '@madoguchi/ui';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { LinkShown } from './LinkShown';
import { UserFields, useUserRules, type UserForm } from './UserFields';

/** A new person: the form, then the link that opens the door for them. */
export function InviteDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const form = useForm<UserForm>({ initialValues: { name: '', kana: '', email: '', locale: 'ja', roles: ['agent'], team_id: null }, validate: useUserRules() });
  const invite = useMutation({
    mutationFn: (wish: UserForm) => accessInviteUser({ body: wish }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.users }),
  });
  useFaults(form, invite.error);
  if (invite.data) return <LinkShown link={invite.data.link} name={invite.data.user.name} onClose={onClose} />;
  return (
    <FormDrawer
      opened
      title={t('users.invite')}
      submit={t('users.inviteSubmit')}
      onClose={onClose}
      onSubmit={form.onSubmit(wish => { invite.mutate(wish); })}
      saving={invite.isPending}
      error={invite.error}
      testId="user-form"
    >
      <UserFields form={form} />
    </FormDrawer>
  );
}
