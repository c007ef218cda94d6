import { accessChangeUser, accessDeactivateUser, accessMakeLink, accessReactivateUser, accessRevokeUserSessions, accessShowUser, keys, useSave, useSession, type User } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ConfirmButton, FormDrawer, ProblemAlert, SkeletonLines, useFaults } from '@madoguchi/ui';
import { Button, Drawer } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconLink, IconLogout, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { LinkShown } from './LinkShown';
import { UserFields, useUserRules, type UserForm } from './UserFields';

/** One person: read afresh, so that the edit is made on what is there now. */
export function UserDrawer({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const fresh = useQuery({ queryKey: keys.user(user.id), queryFn: ({ signal }) => accessShowUser({ path: { user_id: user.id }, signal }), staleTime: 0 });
  if (fresh.data && !fresh.isFetching) return <Editor key={fresh.data.version} user={fresh.data} onClose={onClose} />;
  return (
    <Drawer opened size={480} onClose={onClose} title={user.name} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      {fresh.error ? <ProblemAlert error={fresh.error} onRetry={() => void fresh.refetch()} /> : <SkeletonLines lines={6} height={28} />}
    </Drawer>
  );
}

function Editor({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const { email, name, kana, locale, roles, team_id } = user;
  const form = useForm<UserForm>({ initialValues: { email, name, kana, locale, roles, team_id }, validate: useUserRules() });
  const save = useSave({
    version: user.version,
    save: (match, change: UserForm) => accessChangeUser({ path: { user_id: user.id }, body: change, headers: match }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.users });
      onClose();
    },
  });
  const link = useMutation({
    mutationFn: () => accessMakeLink({ path: { user_id: user.id }, body: { purpose: user.state === 'invited' ? 'invitation' : 'password_reset' } }),
  });
  useFaults(form, save.error);
  if (link.data) return <LinkShown link={link.data} name={user.name} onClose={onClose} />;
  return (
    <FormDrawer
      opened
      title={user.name}
      submit={t('ui:save')}
      onClose={onClose}
      onSubmit={form.onSubmit(change => { save.mutate(change); })}
      saving={save.isPending}
      error={save.error ?? link.error}
      testId="user-form"
    >
      <UserFields form={form} />
      {user.state !== 'deactivated' && (
        <div className="row wrap">
          <Button variant="default" leftSection={<IconLink size={16} />} loading={link.isPending} onClick={() => { link.mutate(); }} data-testid="user-make-link">
            {t(user.state === 'invited' ? 'users.newInvitation' : 'users.reset')}
          </Button>
        </div>
      )}
      <Standing user={user} onDone={onClose} />
    </FormDrawer>
  );
}

const acts = { deactivate: accessDeactivateUser, reactivate: accessReactivateUser, signOut: accessRevokeUserSessions };

/** Letting in and shutting out: never oneself. */
function Standing({ user, onDone }: { user: User; onDone: () => void }) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const me = useSession().user.id;
  const act = useMutation({
    mutationFn: (act: keyof typeof acts): Promise<unknown> => acts[act]({ path: { user_id: user.id } }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.users });
      onDone();
    },
  });
  if (user.id === me) return null;
  return (
    <>
      <ProblemAlert error={act.error} />
      <div className="row wrap">
        {user.state === 'deactivated' ? (
          <Button variant="default" leftSection={<IconUserCheck size={16} />} loading={act.isPending} onClick={() => { act.mutate('reactivate'); }}>
            {t('users.reactivate')}
          </Button>
        ) : (
          <>
            <ConfirmButton leftSection={<IconLogout size={16} />} question={t('users.signOutQuestion', { name: user.name })} confirm={t('users.signOut')} onConfirm={() => { act.mutate('signOut'); }}>
              {t('users.signOut')}
            </ConfirmButton>
            <ConfirmButton leftSection={<IconUserOff size={16} />} question={t('users.deactivateQuestion', { name: user.name })} confirm={t('users.deactivate')} onConfirm={() => { act.mutate('deactivate'); }} testId="user-deactivate">
              {t('users.deactivate')}
            </ConfirmButton>
          </>
        )}
      </div>
    </>
  );
}
