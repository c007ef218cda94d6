import { accessChangeSettings, accessListSettings, keys, useList, useSave, type SettingsView } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { faultsOf, PageHead, ProblemAlert, SaveBar, SkeletonLines } from '@madoguchi/ui';
import { Tabs } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from '../Admin.module.css';
import { fieldsOf, withDefaults, type Schema, type Value } from '../schema/schema';
import { SchemaFields } from '../schema/SchemaFields';

/** Every room's settings, each a form made from what the server says can be set. */
export function SettingsPage() {
  const { t } = useTranslation('admin');
  const settings = useList(keys.settings, signal => accessListSettings({ signal }));
  const [name, setName] = useState<string | null>(null);
  const chosen = settings.rows.find(each => each.name === name) ?? settings.rows[0];
  return (
    <div className={styles.form}>
      <div className={styles.head}>
        <PageHead title={t('nav.settings')} />
        {settings.rows.length > 0 && (
          <Tabs value={chosen?.name ?? null} onChange={setName}>
            <Tabs.List>
              {settings.rows.map(each => (
                <Tabs.Tab key={each.name} value={each.name}>
                  {each.title}
                </Tabs.Tab>
              ))}
            </Tabs.List>
          </Tabs>
        )}
      </div>
      {settings.loading && <div className={styles.formBody}><SkeletonLines lines={6} height={28} /></div>}
      {settings.error && <div className={styles.formBody}><ProblemAlert error={settings.error} onRetry={settings.retry} /></div>}
      {chosen && <SettingsForm key={`${chosen.name} ${String(chosen.version)}`} settings={chosen} />}
    </div>
  );
}

function SettingsForm({ settings }: { settings: SettingsView }) {
  const cache = useQueryClient();
  const schema = settings.form as Schema;
  const [start] = useState(() => withDefaults(schema, settings.value));
  const [value, setValue] = useState<Value>(start);
  const save = useSave({
    version: settings.version,
    save: match => accessChangeSettings({ path: { name: settings.name }, body: value, headers: match }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.settings }),
  });
  return (
    <>
      <div className={styles.formBody}>
        <div className={styles.fields}>
          <ProblemAlert error={save.error} />
          <SchemaFields at="" fields={fieldsOf(schema)} value={value} faults={faultsOf(save.error)} onChange={setValue} />
        </div>
      </div>
      <SaveBar changed={JSON.stringify(value) !== JSON.stringify(start)} saving={save.isPending} onSave={() => { save.mutate(); }} onReset={() => { setValue(start); }} testId="settings-save" />
    </>
  );
}
