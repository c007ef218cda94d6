import { crmAddConnection, crmChangeConnection, crmRemoveConnection, keys, useSave, type Connection, type VendorView } from '@madoguchi/api';
import { localeName, LOCALES, useTranslation } from '@madoguchi/i18n';
import { ConfirmButton, faultsOf, FormDrawer, FormRow } from '@madoguchi/ui';
import { Select, Switch, Textarea, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { fieldsOf, withDefaults, type Schema, type Value } from '../schema/schema';
import { SchemaFields } from '../schema/SchemaFields';
import styles from './Crm.module.css';

interface Props {
  vendor: VendorView;
  connection?: Connection;
  onClose: () => void;
}
type Common = Pick<Connection, 'name' | 'active' | 'locale' | 'link_base' | 'subject_template' | 'text_template'>;

/** A connection's form: what the vendor's manifest asks for, and what every CRM needs to be told. */
export function ConnectionDrawer({ vendor, connection, onClose }: Props) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const [common, setCommon] = useState<Common>(() => connection ?? { name: vendor.title, active: true, locale: 'ja', link_base: location.origin, subject_template: '', text_template: '' });
  const [settings, setSettings] = useState<Value>(() => withDefaults(vendor.settings_schema as Schema, { ...vendor.defaults, ...connection?.settings }));
  const [secrets, setSecrets] = useState<Value>({});
  const done = async () => {
    await cache.invalidateQueries({ queryKey: keys.crmConnections });
    onClose();
  };
  const save = useSave({
    version: connection?.version,
    save: match => {
      const typed = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== '')) as Record<string, string>;
      const { name, active, locale, link_base, subject_template, text_template } = common;
      const body = { name, active, locale, link_base, subject_template, text_template, settings, secrets: typed };
      return connection ? crmChangeConnection({ path: { connection: connection.id }, body, headers: match }) : crmAddConnection({ body: { ...body, vendor: vendor.code } });
    },
    onSuccess: done,
  });
  const remove = useMutation({ mutationFn: () => crmRemoveConnection({ path: { connection: connection!.id } }), onSuccess: done });
  const faults = faultsOf(save.error);
  const away = connection && (
    <ConfirmButton leftSection={<IconTrash size={16} />} loading={remove.isPending} question={t('crm.removeQuestion', { name: connection.name })} confirm={t('crm.remove')} onConfirm={() => { remove.mutate(); }} testId="crm-remove">
      {t('crm.remove')}
    </ConfirmButton>
  );
  return (
    <FormDrawer opened size={1040} title={connection ? connection.name : t('crm.connectTo', { name: vendor.title })} submit={t('ui:save')} onClose={onClose} onSubmit={() => { save.mutate(); }} saving={save.isPending} error={save.error ?? remove.error} aside={away} testId="crm-form">
      <div className={styles.form}>
        <FormRow label={t('crm.name')} hint={t('crm.nameHint')}>
          <TextInput w={320} aria-label={t('crm.name')} error={faults['name']} value={common.name} onChange={event => { setCommon({ ...common, name: event.currentTarget.value }); }} data-testid="crm-name" />
        </FormRow>
        <SchemaFields at="settings" fields={fieldsOf(vendor.settings_schema as Schema).filter(([, field]) => !isLong(field.kind))} value={settings} faults={faults} onChange={setSettings} />
        <SchemaFields at="secrets" fields={fieldsOf(vendor.secrets_schema as Schema).map(([name, field]) => [name, field.kind === 'secret' ? { ...field, fresh: !connection } : field])} value={secrets} faults={faults} onChange={setSecrets} />
        <CommonFields common={common} faults={faults} onChange={setCommon} />
        <SchemaFields at="settings" fields={fieldsOf(vendor.settings_schema as Schema).filter(([, field]) => isLong(field.kind))} value={settings} faults={faults} onChange={setSettings} />
      </div>
    </FormDrawer>
  );
}

/** Mappings come after what is needed to sign in: they start well, and are long. */
const isLong = (kind: string) => kind === 'rows' || kind === 'group';

function CommonFields({ common, faults, onChange }: { common: Common; faults: Record<string, string>; onChange: (common: Common) => void }) {
  const { t } = useTranslation('admin');
  return (
    <>
      <FormRow label={t('crm.active')} hint={t('crm.activeHint')}>
        <Switch label={t(common.active ? 'on' : 'off')} checked={common.active} onChange={event => { onChange({ ...common, active: event.currentTarget.checked }); }} />
      </FormRow>
      <FormRow label={t('crm.locale')} hint={t('crm.localeHint')}>
        <Select w={280} aria-label={t('crm.locale')} allowDeselect={false} data={LOCALES.map(value => ({ value, label: localeName[value] }))} value={common.locale} onChange={value => { onChange({ ...common, locale: value as Connection['locale'] }); }} />
      </FormRow>
      <FormRow label={t('crm.link')} hint={t('crm.linkHint')}>
        <TextInput w={420} aria-label={t('crm.link')} error={faults['link_base']} value={common.link_base} onChange={event => { onChange({ ...common, link_base: event.currentTarget.value }); }} />
      </FormRow>
      <FormRow label={t('crm.subject')} hint={t('crm.templateHint')}>
        <TextInput w={420} aria-label={t('crm.subject')} placeholder={t('crm.asUsual')} value={common.subject_template} onChange={event => { onChange({ ...common, subject_template: event.currentTarget.value }); }} />
      </FormRow>
      <FormRow label={t('crm.text')} hint={t('crm.textHint')}>
        <Textarea w={420} autosize minRows={2} maxRows={10} aria-label={t('crm.text')} placeholder={t('crm.asUsual')} value={common.text_template} onChange={event => { onChange({ ...common, text_template: event.currentTarget.value }); }} />
      </FormRow>
    </>
  );
}
