import { keys, routingAddSkill, routingChangeSkill, routingDeleteSkill, useSave, type Skill, type SkillForm } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ConfirmButton, FormDrawer, useFaults } from '@madoguchi/ui';
import { Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import styles from '../Admin.module.css';

/** A skill: its names; its code stays what it is. */
export function SkillDrawer({ skill, onClose }: { skill: Skill | undefined; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const needed = (value: string) => (value.trim() ? null : t('required'));
  const form = useForm<Required<SkillForm>>({
    initialValues: { code: skill?.code ?? '', name_ja: skill?.name_ja ?? '', name_en: skill?.name_en ?? '', active: skill?.active ?? true },
    validate: { name_ja: needed, name_en: needed, code: value => (/^[a-z0-9][a-z0-9_-]*$/.test(value) ? null : t('codeWrong')) },
  });
  const onSuccess = async () => {
    await cache.invalidateQueries({ queryKey: keys.skills });
    onClose();
  };
  const save = useSave({
    version: skill && (skill.version ?? 1),
    save: (match, wish: SkillForm) => (skill ? routingChangeSkill({ path: { code: skill.code }, body: wish, headers: match }) : routingAddSkill({ body: wish })),
    onSuccess,
  });
  const remove = useMutation({ mutationFn: (code: string) => routingDeleteSkill({ path: { code } }), onSuccess });
  useFaults(form, save.error);
  return (
    <FormDrawer
      opened
      title={skill ? skill.name_ja : t('skills.add')}
      submit={t('ui:save')}
      onClose={onClose}
      onSubmit={form.onSubmit(wish => { save.mutate(wish); })}
      saving={save.isPending}
      error={save.error ?? remove.error}
      aside={
        skill && (
          <ConfirmButton leftSection={<IconTrash size={16} />} loading={remove.isPending} question={t('skills.deleteQuestion')} confirm={t('skills.delete')} onConfirm={() => { remove.mutate(skill.code); }} testId="skill-delete">
            {t('skills.delete')}
          </ConfirmButton>
        )
      }
      testId="skill-form"
    >
      <div className={styles.two}>
        <TextInput label={t('nameJa')} required lang="ja" {...form.getInputProps('name_ja')} data-testid="skill-name-ja" />
        <TextInput label={t('nameEn')} required lang="en" {...form.getInputProps('name_en')} data-testid="skill-name-en" />
      </div>
      <TextInput label={t('code')} description={t('codeHint')} required disabled={skill !== undefined} {...form.getInputProps('code')} data-testid="skill-code" />
      <Switch label={t('skills.active')} description={t('skills.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} />
    </FormDrawer>
  );
}
