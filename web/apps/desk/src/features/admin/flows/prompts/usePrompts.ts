import { keys, workflowsListPrompts, type Prompt, type Speaker } from '@madoguchi/api';
import { useLocale } from '@madoguchi/i18n';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

export const LANGUAGES = ['ja', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A prompt in one language. `src`: where it is heard; without it there is no sound yet. */
export interface Spoken {
  text: string;
  seconds: number;
  source: 'house' | 'spoken' | 'uploaded';
  src: string | undefined;
}

/** Anything that a step may speak; `key` names it there. `prompt`: one of the library, which can be changed. */
export interface PromptRow {
  key: string;
  name: string;
  voices: Partial<Record<Language, Spoken>>;
  speakers: Speaker[];
  prompt: Prompt | undefined;
}

/** Everything that callers may be made to hear: the prompts of the house, then the library. */
export function usePrompts() {
  const locale = useLocale();
  const library = useQuery({ queryKey: keys.prompts, queryFn: ({ signal }) => workflowsListPrompts({ signal }) });
  const rows = useMemo<PromptRow[]>(() => {
    const { house = [], prompts = [], speakers = {} } = library.data ?? {};
    return [
      ...house.map(({ code, name, text, seconds }) => ({
        key: code,
        name: name[locale],
        voices: Object.fromEntries(LANGUAGES.map(language => [language, { text: text[language], seconds: seconds[language] ?? 0, source: 'house' as const, src: `/api/v1/prompts/house/${code}/sounds/${language}` }])),
        speakers: speakers[code] ?? [],
        prompt: undefined,
      })),
      ...prompts.map(prompt => ({
        key: prompt.id,
        name: prompt.name,
        voices: Object.fromEntries((prompt.voices ?? []).map(voice => [voice.language, spoken(prompt.id, voice)])),
        speakers: speakers[prompt.id] ?? [],
        prompt,
      })),
    ];
  }, [library.data, locale]);
  return { rows, choices: rows.map(({ key, name }) => ({ value: key, label: name })), library };
}

const spoken = (id: string, voice: NonNullable<Prompt['voices']>[number]): Spoken => ({
  text: voice.text,
  seconds: voice.seconds ?? 0,
  source: voice.source,
  src: voice.file ? `/api/v1/prompts/${id}/sounds/${voice.language}` : undefined,
});
