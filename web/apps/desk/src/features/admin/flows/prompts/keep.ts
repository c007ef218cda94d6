import { ifMatch, keys, workflowsAddPrompt, workflowsChangePrompt, workflowsUploadRecording, type Prompt } from '@madoguchi/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { LANGUAGES } from './usePrompts';
import { formOf, type PromptWish } from './wish';

/** Saves a prompt. `held`: how it stands at the server, also after a recording of it was refused. */
export function useKeep(prompt: Prompt | undefined, onKept: (prompt: Prompt) => void) {
  const cache = useQueryClient();
  const [held, hold] = useState(prompt);
  const save = useMutation({
    mutationFn: async (wish: PromptWish) => {
      const form = formOf(wish);
      let now = held ?? (await workflowsAddPrompt({ body: form }));
      hold(now); // a recording that is refused must not make a second prompt at the next try
      // Recordings first: callers hear what they heard until the new one is there.
      for (const language of LANGUAGES) {
        const { source, file } = wish[language];
        if (source !== 'uploaded' || !file) continue;
        now = await workflowsUploadRecording({ path: { prompt: now.id, language }, body: { file }, headers: ifMatch(now.version) });
        hold(now);
      }
      return held ? await workflowsChangePrompt({ path: { prompt: now.id }, body: form, headers: ifMatch(now.version) }) : now;
    },
    onSuccess: onKept,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.prompts }),
  });
  return { save, held };
}
