import { accessSignIn, keys, Problem, setCsrfToken } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ProblemAlert } from '@madoguchi/ui';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { Frame } from './Frame';
import styles from './SignIn.module.css';

const greeting = (hour: number) => (hour >= 5 && hour < 11 ? 'morning' : hour >= 11 && hour < 18 ? 'day' : 'evening');

export function SignInPage() {
  const { t } = useTranslation('signin');
  const cache = useQueryClient();
  const router = useRouter();
  const { to } = useSearch({ from: '/signin' });
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: value => (value.includes('@') ? null : t('emailMissing')),
      password: value => (value ? null : t('passwordMissing')),
    },
  });
  const signIn = useMutation({
    mutationFn: (who: { email: string; password: string }) => accessSignIn({ body: who }),
    onSuccess: session => {
      setCsrfToken(session.csrf);
      cache.setQueryData(keys.session, session);
      router.history.push(to ?? '/');
    },
  });
  const refused = signIn.error instanceof Problem && signIn.error.status === 401;
  return (
    <Frame>
      <form className={styles.form} onSubmit={form.onSubmit(who => { signIn.mutate(who); })} noValidate>
        <div>
          <h1 className={styles.greeting}>{t(`greeting.${greeting(new Date().getHours())}`)}</h1>
          <p className="read ink2">{t('lead')}</p>
        </div>
        {refused ? <p role="alert" className="bad b5" data-testid="signin-refused">{t('refused')}</p> : <ProblemAlert error={signIn.error} />}
        <TextInput label={t('email')} type="email" autoComplete="username" inputMode="email" key={form.key('email')} {...form.getInputProps('email')} data-testid="signin-email" />
        <PasswordInput
          label={t('password')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('show') }}
          key={form.key('password')}
          {...form.getInputProps('password')}
          data-testid="signin-password"
        />
        <Button type="submit" fullWidth loading={signIn.isPending} data-testid="signin-submit">
          {t('submit')}
        </Button>
        <p className="meta ink3">{t('forgotten')}</p>
      </form>
    </Frame>
  );
}
