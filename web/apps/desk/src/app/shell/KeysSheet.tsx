import { useTranslation } from '@madoguchi/i18n';
import { Kbd, Section, useShortcut, useShortcutList, type Shortcut } from '@madoguchi/ui';
import { Drawer } from '@mantine/core';
import { Fragment } from 'react';
import styles from './Shell.module.css';

/** Every key that works right now, grouped as the page registered them. */
export function KeysSheet({ opened, onOpen, onClose }: { opened: boolean; onOpen: () => void; onClose: () => void }) {
  const { t } = useTranslation('app');
  const list = useShortcutList();
  useShortcut({ keys: 'Mod+/', label: t('keys.help'), group: t('keys.general') }, onOpen);
  const groups = new Map<string, Map<string, Shortcut>>();
  for (const each of list) groups.set(each.group, (groups.get(each.group) ?? new Map<string, Shortcut>()).set(each.keys, each));
  return (
    <Drawer opened={opened} onClose={onClose} title={t('keys.title')} closeButtonProps={{ 'aria-label': t('keys.close') }}>
      <div className="col">
        {[...groups].map(([group, entries]) => (
          <Section key={group} title={group}>
            <div className={styles.keys}>
              {[...entries.values()].map(({ keys, label }) => (
                <Fragment key={keys}>
                  <span>{label}</span>
                  <Kbd keys={keys} />
                </Fragment>
              ))}
            </div>
          </Section>
        ))}
        <p className="meta ink3">{t('keys.note')}</p>
      </div>
    </Drawer>
  );
}
