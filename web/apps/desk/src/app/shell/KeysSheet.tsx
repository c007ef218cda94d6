import { useMay } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Kbd, Section, useShortcut, useShortcutList, type Shortcut } from '@madoguchi/ui';
import { Drawer } from '@mantine/core';
import { Fragment } from 'react';
import { deskKeys, TourRestart } from '../../features/desk';
import styles from './Shell.module.css';

/** Every key that works right now, grouped as the page registered them; below, those that a call will bring. */
export function KeysSheet({ opened, onOpen, onClose }: { opened: boolean; onOpen: () => void; onClose: () => void }) {
  const { t } = useTranslation('app');
  const agent = useMay('desk.use');
  const list = useShortcutList();
  useShortcut({ keys: '?', label: t('keys.help'), group: t('keys.general') }, onOpen);
  useShortcut({ keys: 'Mod+/', label: t('keys.helpWriting'), group: t('keys.general') }, onOpen);
  const groups = new Map<string, Map<string, Shortcut>>();
  for (const each of list) groups.set(each.group, (groups.get(each.group) ?? new Map<string, Shortcut>()).set(each.keys, each));
  return (
    <Drawer opened={opened} onClose={onClose} title={t('keys.title')} closeButtonProps={{ 'aria-label': t('keys.close') }}>
      <div className={styles.sheet}>
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
        {agent && <Later now={list} />}
        <p className="meta ink3">{t('keys.note')}</p>
        {agent && <TourRestart onDone={onClose} />}
      </div>
    </Drawer>
  );
}

/** Keys of the desk that do not work at this moment: they are learnt before they are needed. */
function Later({ now }: { now: readonly Shortcut[] }) {
  const { t } = useTranslation('desk');
  const rest = deskKeys.filter(each => !now.some(({ keys }) => keys === each.keys));
  if (rest.length === 0) return null;
  return (
    <Section title={t('keys.later')}>
      <div className={styles.keys}>
        {rest.map(({ keys, label }) => (
          <Fragment key={keys}>
            <span className="ink3">{t(label)}</span>
            <Kbd keys={keys} />
          </Fragment>
        ))}
      </div>
    </Section>
  );
}
