import { accessSignOut, accessUnlockSession, keys, Problem, useSession } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Mark, ProblemAlert } from '@madoguchi/ui';
import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useWorkCount } from '../features/desk';
import styles from './shell/Shell.module.css';

/** After a while without a touch: nothing is shown until the password is given. A running call goes on. */
export function LockScreen() {
  const { t } = useTranslation('app');
  const { user } = useSession();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const unlock = useMutation({
    mutationFn: () => accessUnlockSession({ body: { password } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.session }),
  });
  const idle = useWorkCount() === 0; // nobody who passes by may end a call
  const leave = useMutation({
    mutationFn: () => accessSignOut(),
    onSettled: () => {
      cache.clear();
      void navigate({ to: '/signin' });
    },
  });
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => { first.current?.focus(); }, []);
  const refused = unlock.error instanceof Problem && (unlock.error.status === 401 || unlock.error.status === 422);
  return (
    <main className={styles.locked}>
      <form
        className={styles.lock}
        data-testid="lock"
        onSubmit={event => {
          event.preventDefault();
          unlock.mutate();
        }}
      >
        <Mark size={40} />
        <h1>{t('lock.title')}</h1>
        <p className="ink2">{t('lock.text', { name: user.name })}</p>
        {refused ? <p role="alert" className="bad b5">{t('lock.refused')}</p> : <ProblemAlert error={unlock.error} />}
        <PasswordInput ref={first} size="md" label={t('lock.password')} autoComplete="current-password" visibilityToggleButtonProps={{ 'aria-label': t('lock.show') }} value={password} onChange={event => { setPassword(event.currentTarget.value); }} data-testid="lock-password" />
        <Button type="submit" size="md" fullWidth loading={unlock.isPending} disabled={!password} data-testid="lock-submit">
          {t('lock.open')}
        </Button>
        {idle && (
          <Button variant="subtle" color="gray" fullWidth loading={leave.isPending} onClick={() => { leave.mutate(); }} data-testid="lock-leave">
            {t('lock.leave')}
          </Button>
        )}
      </form>
    </main>
  );
}
