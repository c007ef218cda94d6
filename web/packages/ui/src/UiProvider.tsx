import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import '@fontsource-variable/ibm-plex-sans/index.css';
import '@fontsource/ibm-plex-sans-jp/400.css';
import '@fontsource/ibm-plex-sans-jp/500.css';
import '@fontsource/ibm-plex-sans-jp/600.css';
import './theme/base.css';
import { MantineProvider, MantineThemeProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Notifications } from '@mantine/notifications';
import 'dayjs/locale/ja';
import type { ReactNode } from 'react';
import { ShortcutProvider } from './keys/shortcuts';
import { cssVariables, theme } from './theme/theme';

/** Theme, shortcuts and notices: everything a page of ours stands on. */
export function UiProvider({ children }: { children: ReactNode }) {
  const locale = useLocale();
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <DatesProvider settings={{ locale, firstDayOfWeek: 0 }}>
        <Notices />
        <ShortcutProvider>{children}</ShortcutProvider>
      </DatesProvider>
    </MantineProvider>
  );
}

/** What is told in a corner; the button that takes it away has a name. */
function Notices() {
  const { t } = useTranslation('ui');
  return (
    <MantineThemeProvider theme={{ components: { Notification: { defaultProps: { closeButtonProps: { 'aria-label': t('close') } } } } }}>
      <Notifications position="bottom-right" containerWidth={360} />
    </MantineThemeProvider>
  );
}
