import type { LinkView } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { CopyLine } from '@madoguchi/ui';
import { Button, Drawer } from '@mantine/core';

/** A one-time link: shown once, to be handed to its owner. */
export function LinkShown({ link, name, onClose }: { link: LinkView; name: string; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const format = useFormat();
  return (
    <Drawer opened size={480} onClose={onClose} title={t(`users.link.${link.purpose}`, { name })} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <div className="col">
        <p>{t(link.mailed ? 'users.link.mailed' : 'users.link.hand', { name })}</p>
        <CopyLine text={link.url} label={t(`users.link.${link.purpose}`, { name })} testId="user-link" />
        <p className="meta ink3">{t('users.link.once', { until: format.due(link.expires) })}</p>
        <div className="row">
          <Button onClick={onClose}>{t('done')}</Button>
        </div>
      </div>
    </Drawer>
  );
}
