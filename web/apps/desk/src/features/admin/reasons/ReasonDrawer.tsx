import { keys, useSave, workspaceAddReason, workspaceChangeReason, type ContactReason, type Id } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { FormDrawer, useFaults } from '@madoguchi/ui';
import { Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import styles from '../Admin.module.css';
import { useLineNames } from '../useLineNames';

/** A reason that there is, or a place for a new one. */
export type Opened = { reason: ContactReason } | { reason?: undefined; parent: ContactReason | null; line: Id | null; position: number };
type Form = Pick<ContactReason, 'code' | 'name_ja' | 'name_en' | 'active'>;

/** A contact reason. Its line of business and its parent stay as they are once it exists. */
export function ReasonDrawer({ opened, onClose }: { opened: Opened; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const { lineName } = useLineNames();
  const { reason } = opened;
  const place = opened.reason
    ? { parent: opened.reason.parent_id, line_of_business: opened.reason.line_of_business_id, position: opened.reason.position }
    : { parent: opened.parent?.id ?? null, line_of_business: opened.parent?.line_of_business_id ?? opened.line, position: opened.position };
  const needed = (value: string) => (value.trim() ? null : t('required'));
  const form = useForm<Form>({
    initialValues: reason ? { code: reason.code, name_ja: reason.name_ja, name_en: reason.name_en, active: reason.active } : { code: '', name_ja: '', name_en: '', active: true },
    validate: { name_ja: needed, name_en: needed, code: value => (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/.test(value) ? null : t('reasons.codeWrong')) },
  });
  const save = useSave({
    version: reason?.version,
    save: (match, wish: Form) => {
      const body = { ...wish, ...place };
      return reason ? workspaceChangeReason({ path: { reason: reason.id }, body, headers: match }) : workspaceAddReason({ body });
    },
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.reasons });
      onClose();
    },
  });
  useFaults(form, save.error);
  const title = reason ? reason.name_ja : !opened.reason && opened.parent ? t('reasons.addUnder', { name: opened.parent.name_ja }) : t('reasons.add');
  return (
    <FormDrawer opened title={title} submit={t('ui:save')} onClose={onClose} onSubmit={form.onSubmit(wish => { save.mutate(wish); })} saving={save.isPending} error={save.error} testId="reason-form">
      <p className="ink2">{t('reasons.of', { line: lineName(place.line_of_business) })}</p>
      <div className={styles.two}>
        <TextInput label={t('nameJa')} required lang="ja" {...form.getInputProps('name_ja')} data-testid="reason-name-ja" />
        <TextInput label={t('nameEn')} required lang="en" {...form.getInputProps('name_en')} data-testid="reason-name-en" />
      </div>
      <TextInput label={t('code')} description={t('reasons.codeHint')} required {...form.getInputProps('code')} data-testid="reason-code" />
      <Switch label={t('lines.active')} description={t('reasons.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} data-testid="reason-active" />
    </FormDrawer>
  );
}
