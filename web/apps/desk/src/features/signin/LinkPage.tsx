import { accessShowLink, accessUseLink, type OpenLink } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ProblemAlert, SkeletonLines } from '@madoguchi/ui';
import { Button, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Frame } from './Frame';
import styles from './SignIn.module.css';

const SHORTEST = 10;

/** A one-time link: choose the first password, or a new one. */
export function LinkPage() {
  const { t } = useTranslation('signin');
  const { token } = useParams({ from: '/links/$token' });
  const link = useQuery({ queryKey: ['links', token], queryFn: () => accessShowLink({ path: { token } }), retry: false });
  return (
    <Frame>
      <div className={styles.form}>
        {link.isPending && <SkeletonLines lines={4} height={24} />}
        {link.error && (
          <>
            <h1 className={styles.greeting}>{t('link.goneTitle')}</h1>
            <p className="read ink2">{t('link.gone')}</p>
            <ProblemAlert error={link.error} />
          </>
        )}
        {link.data && <PasswordForm token={token} link={link.data} />}
      </div>
    </Frame>
  );
}

function PasswordForm({ token, link }: { token: string; link: OpenLink }) {
  const { t } = useTranslation('signin');
  const navigate = useNavigate();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '', again: '' },
    validate: {
      password: value => ([...value].length >= SHORTEST ? null : t('link.tooShort', { length: SHORTEST })),
      again: (value, { password }) => (value === password ? null : t('link.differs')),
    },
  });
  const choose = useMutation({
    mutationFn: ({ password }: { password: string }) => accessUseLink({ path: { token }, body: { password } }),
    onSuccess: () => navigate({ to: '/signin' }),
  });
  const show = { 'aria-label': t('show') };
  return (
    <form className="col" onSubmit={form.onSubmit(values => { choose.mutate(values); })} noValidate>
      <h1 className={styles.greeting}>{t(`link.${link.purpose}`, { name: link.name })}</h1>
      <p className="read ink2">{t(`link.${link.purpose}Lead`, { tenant: link.tenant, email: link.email })}</p>
      <ProblemAlert error={choose.error} />
      <input type="hidden" autoComplete="username" value={link.email} readOnly />
      <PasswordInput label={t('link.password')} description={t('link.rule', { length: SHORTEST })} autoComplete="new-password" visibilityToggleButtonProps={show} key={form.key('password')} {...form.getInputProps('password')} data-testid="link-password" />
      <PasswordInput label={t('link.again')} autoComplete="new-password" visibilityToggleButtonProps={show} key={form.key('again')} {...form.getInputProps('again')} data-testid="link-again" />
      <Button type="submit" fullWidth mt="xs" loading={choose.isPending} data-testid="link-submit">
        {t('link.submit')}
      </Button>
    </form>
  );
}
