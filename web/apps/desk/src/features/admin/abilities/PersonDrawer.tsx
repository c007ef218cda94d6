import { keys, routingChangePerson, routingSetQueues, useMay, useSave, type PersonRow, type Profile } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { FormDrawer, useFaults } from '@madoguchi/ui';
import { Fieldset, MultiSelect, NumberInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useQueueNames } from '../queues/useQueueNames';
import { SkillLevels } from '../skills/SkillLevels';
import own from './Abilities.module.css';
import { LANGUAGES, useLanguageName } from './languages';

interface Form {
  skills: Record<string, number>;
  languages: string[];
  queues: string[];
  voice: number;
  chat: number;
  beside: number;
}

const formOf = ({ profile, queues }: PersonRow): Form => ({
  skills: profile.skills ?? {},
  languages: profile.languages ?? ['ja'],
  queues,
  voice: profile.capacity?.most?.['voice'] ?? 1,
  chat: profile.capacity?.most?.['chat'] ?? 4,
  beside: profile.capacity?.beside_call ?? 0,
});

/** What one person can do. It counts from the next contact on: what they have in hand goes on. */
export function PersonDrawer({ person, onClose }: { person: PersonRow; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const queues = useQueueNames();
  const languageName = useLanguageName();
  const describes = useMay('routing.admin');
  const [saved, setSaved] = useState<Profile>(person.profile);
  const form = useForm<Form>({ initialValues: formOf(person), validate: { languages: value => (value.length > 0 ? null : t('required')) } });
  const serve = useSave({
    version: person.queues_version,
    save: (match, queues: string[]) => routingSetQueues({ path: { user: person.user }, body: { queues }, headers: match }),
  });
  const describe = useSave({
    version: saved.version,
    save: (match, { voice, chat, beside, skills, languages }: Form) => {
      const capacity = { most: { ...saved.capacity?.most, voice, chat }, beside_call: beside };
      return routingChangePerson({ path: { user: person.user }, body: { skills, languages, capacity }, headers: match });
    },
    onSuccess: setSaved, // should the queues be refused, the next attempt goes on from here
  });
  const refresh = () => Promise.all([cache.invalidateQueries({ queryKey: keys.abilities }), cache.invalidateQueries({ queryKey: keys.queues })]);
  const save = useMutation({
    mutationFn: async (wish: Form) => {
      if (describes) await describe.mutateAsync(wish);
      if (form.isDirty('queues')) await serve.mutateAsync(wish.queues);
    },
    onError: refresh,
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  useFaults(form, save.error);
  const tags = [...new Set([...LANGUAGES, ...form.values.languages])];
  return (
    <FormDrawer opened size={560} title={person.name} submit={t('ui:save')} onClose={onClose} onSubmit={form.onSubmit(wish => { save.mutate(wish); })} saving={save.isPending} error={save.error} testId="person-form">
      <MultiSelect label={t('nav.queues')} description={t('abilities.queuesHint')} data={queues.choices} {...form.getInputProps('queues')} data-testid="person-queues" />
      {describes && (
        <>
          <SkillLevels label={t('nav.skills')} hint={t('abilities.skillsHint')} value={form.values.skills} onChange={skills => { form.setFieldValue('skills', skills); }} testId="person-skills" />
          <MultiSelect label={t('abilities.languages')} description={t('abilities.languagesHint')} data={tags.map(value => ({ value, label: languageName(value) }))} {...form.getInputProps('languages')} data-testid="person-languages" />
          <Fieldset legend={t('abilities.capacity')} className={own.capacity}>
            <NumberInput label={t('abilities.calls')} min={0} max={1} {...form.getInputProps('voice')} data-testid="person-voice" />
            <NumberInput label={t('abilities.chats')} min={0} max={50} {...form.getInputProps('chat')} data-testid="person-chat" />
            <NumberInput label={t('abilities.beside')} min={0} max={20} {...form.getInputProps('beside')} data-testid="person-beside" />
          </Fieldset>
        </>
      )}
    </FormDrawer>
  );
}
