import { accessSetPreferences, accessSignOut, keys, useSession, type SessionView } from '@madoguchi/api';
import { LOCALES, localeName, useTranslation } from '@madoguchi/i18n';
import { Avatar } from '@madoguchi/ui';
import { Menu, SegmentedControl } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import styles from './Shell.module.css';

type Preferences = Partial<Pick<SessionView['user'], 'locale' | 'theme'>>;

/** Who I am, my language and colours, and the way out. */
export function UserMenu() {
  const { t } = useTranslation('app');
  const { user, tenant } = useSession();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const keep = useMutation({
    mutationFn: (preferences: Preferences) => accessSetPreferences({ body: { locale: user.locale, theme: user.theme, ...preferences } }),
    onMutate: preferences => {
      cache.setQueryData<SessionView>(keys.session, session => session && { ...session, user: { ...session.user, ...preferences } });
    },
  });
  const leave = useMutation({
    mutationFn: () => accessSignOut(),
    onSettled: () => {
      cache.clear();
      void navigate({ to: '/signin' });
    },
  });
  return (
    <Menu position="right-end" width={260}>
      <Menu.Target>
        <button type="button" className={styles.me} aria-label={t('me.open', { name: user.name })} data-testid="user-menu">
          <Avatar name={user.name} size={34} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <span className="b6">{user.name}</span>
          <br />
          {tenant.name}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('me.language')}</Menu.Label>
        <SegmentedControl fullWidth aria-label={t('me.language')} value={user.locale} onChange={locale => { keep.mutate({ locale: locale as 'ja' | 'en' }); }} data={LOCALES.map(value => ({ value, label: localeName[value] }))} />
        <Menu.Label>{t('me.theme')}</Menu.Label>
        <SegmentedControl fullWidth aria-label={t('me.theme')} value={user.theme} onChange={theme => { keep.mutate({ theme: theme as SessionView['user']['theme'] }); }} data={(['light', 'dark', 'auto'] as const).map(value => ({ value, label: t(`me.${value}`) }))} />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => { leave.mutate(); }} data-testid="sign-out">
          {t('me.leave')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
