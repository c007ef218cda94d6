import { useTranslation } from '@madoguchi/i18n';
import { useTierName, useVocabulary } from '@madoguchi/ui';
import { Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import styles from '../Customers.module.css';
import type { ProfileForm } from './fields';

const LANGUAGES = ['ja', 'en', 'zh', 'ko', 'vi', 'pt'] as const;
const FLAGS = ['caution', 'legal', 'vip', 'accessibility'] as const;

/** Everything that may be said of a customer; names first, as they are asked for on the phone. */
export function ProfileFields({ form, masked = [] }: { form: UseFormReturnType<ProfileForm>; masked?: readonly string[] }) {
  const { t } = useTranslation('customers');
  const tiers = useVocabulary()?.tiers ?? [];
  const tierName = useTierName();
  const hidden = (field: string) => masked.includes(field);
  const language = form.getValues().language;
  const languages = [...new Set([...LANGUAGES, language].filter(Boolean))];
  return (
    <>
      <TextInput label={t('name')} required {...form.getInputProps('name')} data-testid="customer-name" data-autofocus />
      <div className={styles.two}>
        <TextInput label={t('kana')} description={t('kanaHint')} {...form.getInputProps('kana')} data-testid="customer-kana" />
        <TextInput label={t('romaji')} description={t('romajiHint')} lang="en" {...form.getInputProps('romaji')} />
        <TextInput label={t('company')} {...form.getInputProps('company')} />
        <TextInput label={t('companyKana')} {...form.getInputProps('company_kana')} />
        <Select label={t('tier')} clearable data={tiers.map(({ code }) => ({ value: code, label: tierName(code) }))} {...form.getInputProps('tier')} value={form.getValues().tier || null} onChange={value => { form.setFieldValue('tier', value ?? ''); }} />
        <Select label={t('language')} clearable data={languages.map(code => ({ value: code, label: t(`languages.${code}`, code) }))} error={form.errors['language']} value={language || null} onChange={value => { form.setFieldValue('language', value ?? ''); }} />
        <TextInput label={t('postalCode')} placeholder="222-0033" {...form.getInputProps('postal_code')} disabled={hidden('address')} />
        <TextInput label={t('birthDate')} description={t(hidden('birth_date') ? 'maskedHint' : 'birthDateHint')} {...form.getInputProps('birth_date')} disabled={hidden('birth_date')} />
      </div>
      <Textarea label={t('address')} description={hidden('address') ? t('maskedHint') : undefined} autosize minRows={2} {...form.getInputProps('address')} disabled={hidden('address')} />
      <TagsInput label={t('tags')} placeholder={t('tagsHint')} {...form.getInputProps('tags')} />
      <div className={styles.two}>
        <Select label={t('flag')} clearable data={FLAGS.map(flag => ({ value: flag, label: t(`ui:flag.${flag}`) }))} error={form.errors['notes_flag']} value={form.getValues().notes_flag || null} onChange={value => { form.setFieldValue('notes_flag', value ?? ''); }} />
        <TextInput label={t('timeZone')} placeholder="Asia/Tokyo" {...form.getInputProps('time_zone')} />
      </div>
    </>
  );
}
