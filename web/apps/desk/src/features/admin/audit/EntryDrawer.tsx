import type { AuditRow } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from '../Admin.module.css';
import { useActionWord, useKindWord } from './words';

/** One entry of the ledger, whole. */
export function EntryDrawer({ entry, onClose }: { entry: AuditRow; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const format = useFormat();
  const actionWord = useActionWord();
  const kindWord = useKindWord();
  const facts: [string, ReactNode][] = [
    [t('audit.at'), `${format.date(entry.at)} ${format.timeWithSeconds(entry.at)}`],
    [t('audit.actor'), entry.actor_name ?? t(`audit.by.${entry.actor}`)],
    [t('audit.action'), <code key="action">{entry.action}</code>],
    [t('audit.kind'), kindWord(entry.kind)],
    [t('audit.subject'), entry.subject_id && <code key="subject">{entry.subject_id}</code>],
    [t('audit.reason'), entry.reason_id && <code key="reason">{entry.reason_id}</code>],
    [t('audit.address'), entry.address],
    [t('audit.session'), entry.session_id && <code key="session">{entry.session_id}</code>],
    [t('audit.seal'), t(entry.sealed ? 'audit.sealed' : 'audit.unsealed')],
  ];
  return (
    <Drawer opened size={520} onClose={onClose} title={actionWord(entry.action)} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => value && (
          <div key={name} className={styles.fact}>
            <dt className="ink3">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {entry.details && <pre className={styles.details}>{JSON.stringify(entry.details, null, 2)}</pre>}
    </Drawer>
  );
}
