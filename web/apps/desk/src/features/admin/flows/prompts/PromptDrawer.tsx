import { keys, workflowsRemovePrompt, ifMatch, type Prompt } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ConfirmButton, FormDrawer, Section, faultsOf } from '@madoguchi/ui';
import { TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useKeep } from './keep';
import { LANGUAGES } from './usePrompts';
import { VoiceFields } from './VoiceFields';
import { faultsIn, wishOf, type PromptWish, type VoiceWish } from './wish';

interface Props {
  /** What is changed; undefined: a new one. */
  prompt: Prompt | undefined;
  onKept?: (prompt: Prompt) => void;
  onClose: () => void;
}

/** A prompt: its name, and in each language a text that is spoken, or a recording. */
export function PromptDrawer({ prompt, onKept, onClose }: Props) {
  const { t } = useTranslation('prompts');
  const cache = useQueryClient();
  const [wish, setWish] = useState<PromptWish>(() => wishOf(prompt));
  const [asked, setAsked] = useState(false);
  const { save, held } = useKeep(prompt, kept => { onKept?.(kept); onClose(); });
  const remove = useMutation({
    mutationFn: (it: Prompt) => workflowsRemovePrompt({ path: { prompt: it.id }, headers: ifMatch(it.version) }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.prompts });
      onClose();
    },
  });
  const wrong = asked ? faultsIn(wish, held) : {};
  const submit = () => {
    setAsked(true);
    if (Object.keys(faultsIn(wish, held)).length === 0) save.mutate(wish);
  };
  const said = (at: keyof ReturnType<typeof faultsIn>) => wrong[at] && t(wrong[at]);
  return (
    <FormDrawer
      opened
      size={560}
      title={prompt?.name ?? t('add')}
      submit={t('ui:save')}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={save.error ?? remove.error}
      aside={
        prompt && (
          <ConfirmButton leftSection={<IconTrash size={16} />} loading={remove.isPending} question={t('removeQuestion')} confirm={t('remove')} onConfirm={() => { remove.mutate(held ?? prompt); }} testId="prompt-remove">
            {t('remove')}
          </ConfirmButton>
        )
      }
      testId="prompt-form"
    >
      <TextInput label={t('name')} description={t('nameHint')} required maxLength={100} value={wish.name} error={said('name') ?? faultsOf(save.error).name} onChange={event => { const name = event.currentTarget.value; setWish(before => ({ ...before, name })); }} data-testid="prompt-name" />
      {LANGUAGES.map(language => (
        <Section key={language} level={2} title={t(`language.${language}`)}>
          <VoiceFields language={language} name={wish.name} wish={wish[language]} held={held} fault={said(language)} onChange={(part: Partial<VoiceWish>) => { setWish(before => ({ ...before, [language]: { ...before[language], ...part } })); }} />
        </Section>
      ))}
    </FormDrawer>
  );
}
