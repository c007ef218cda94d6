import { accessVerifyAudit, type Verification } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { problemText } from '@madoguchi/ui';
import { Button, Popover } from '@mantine/core';
import { IconShieldCheck, IconShieldExclamation, IconShieldSearch } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import styles from '../Admin.module.css';

/** Walks the whole chain of seals and says whether anything was changed behind our back. */
export function Verify() {
  const { t } = useTranslation('admin');
  const verify = useMutation({ mutationFn: () => accessVerifyAudit() });
  return (
    <Popover opened={!verify.isIdle && !verify.isPending} onClose={() => { verify.reset(); }} position="bottom-end" width={380} shadow="md" returnFocus>
      <Popover.Target>
        <Button leftSection={<IconShieldSearch size={16} />} loading={verify.isPending} onClick={() => { verify.mutate(); }} data-testid="audit-verify">
          {t('audit.verify')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div role="status" data-testid="audit-verdict">
          {verify.data && <Verdict found={verify.data} />}
          {verify.error && <p className="bad">{problemText(verify.error, key => t(`ui:${key}`)).title}</p>}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Verdict({ found }: { found: Verification }) {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const Icon = found.holds ? IconShieldCheck : IconShieldExclamation;
  return (
    <div className={styles.verdict} data-broken={found.holds ? undefined : true}>
      <Icon size={22} stroke={1.6} className={found.holds ? 'ok' : 'bad'} aria-hidden />
      <div className="col">
        <p className="b6">{t(found.holds ? 'audit.holds' : `audit.fault.${found.fault ?? 'seal_changed'}`, { seal: found.fault_at })}</p>
        <p className="meta ink2">{t('audit.counted', { entries: format.number(found.entries), seals: format.number(found.seals), unsealed: format.number(found.unsealed) })}</p>
        {found.head && (
          <p className="meta ink3">
            {t('audit.head')} <code className={styles.hash}>{found.head}</code>
          </p>
        )}
      </div>
    </div>
  );
}
