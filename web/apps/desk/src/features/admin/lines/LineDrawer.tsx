import { accessAddLine, accessChangeLine, keys, useSave, type LineOfBusiness } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { FormDrawer, useFaults } from '@madoguchi/ui';
import { Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import styles from '../Admin.module.css';

type LineForm = Omit<LineOfBusiness, 'id' | 'version'>;
const blank: LineForm = { code: '', name_ja: '', name_en: '', opening_phrase_ja: '', opening_phrase_en: '', active: true };

/** A line of business: its names, and what the agent says first when it rings. */
export function LineDrawer({ line, onClose }: { line: LineOfBusiness | undefined; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const needed = (value: string) => (value.trim() ? null : t('required'));
  const form = useForm<LineForm>({
    initialValues: line ? { code: line.code, name_ja: line.name_ja, name_en: line.name_en, opening_phrase_ja: line.opening_phrase_ja, opening_phrase_en: line.opening_phrase_en, active: line.active } : blank,
    validate: { name_ja: needed, name_en: needed, code: value => (/^[a-z0-9][a-z0-9_-]*$/.test(value) ? null : t('codeWrong')) },
  });
  const save = useSave({
    version: line?.version,
    save: (match, wish: LineForm) => (line ? accessChangeLine({ path: { line_id: line.id }, body: wish, headers: match }) : accessAddLine({ body: wish })),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.lines });
      onClose();
    },
  });
  useFaults(form, save.error);
  return (
    <FormDrawer opened title={line ? line.name_ja : t('lines.add')} submit={t('ui:save')} onClose={onClose} onSubmit={form.onSubmit(wish => { save.mutate(wish); })} saving={save.isPending} error={save.error} testId="line-form">
      <div className={styles.two}>
        <TextInput label={t('nameJa')} required lang="ja" {...form.getInputProps('name_ja')} data-testid="line-name-ja" />
        <TextInput label={t('nameEn')} required lang="en" {...form.getInputProps('name_en')} data-testid="line-name-en" />
      </div>
      <TextInput label={t('code')} description={t('codeHint')} required {...form.getInputProps('code')} data-testid="line-code" />
      <Textarea label={t('lines.openingJa')} description={t('lines.openingHint')} autosize minRows={2} lang="ja" {...form.getInputProps('opening_phrase_ja')} />
      <Textarea label={t('lines.openingEn')} autosize minRows={2} lang="en" {...form.getInputProps('opening_phrase_en')} />
      <Switch label={t('lines.active')} description={t('lines.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} />
    </FormDrawer>
  );
}
