import type { Prompt, PromptForm, VoiceForm } from '@madoguchi/api';
import { LANGUAGES, type Language } from './usePrompts';

/** A prompt in one language, as it is being set up. `file`: a recording that is not uploaded yet. */
export interface VoiceWish {
  source: 'none' | 'spoken' | 'uploaded';
  text: string;
  file: File | null;
}

export type PromptWish = { name: string } & Record<Language, VoiceWish>;

const voiceOf = (prompt: Prompt | undefined, language: Language) => prompt?.voices?.find(voice => voice.language === language);

/** Whether a recording of this language is at the server. */
export function recorded(prompt: Prompt | undefined, language: Language): boolean {
  const voice = voiceOf(prompt, language);
  return voice?.source === 'uploaded' && Boolean(voice.file);
}

export function wishOf(prompt: Prompt | undefined): PromptWish {
  const wish = (language: Language): VoiceWish => {
    const voice = voiceOf(prompt, language);
    return { source: voice?.source ?? (prompt ? 'none' : 'spoken'), text: voice?.text ?? '', file: null };
  };
  return { name: prompt?.name ?? '', ja: wish('ja'), en: wish('en') };
}

/** A language whose text is left empty is not spoken. */
const left = ({ source, text }: VoiceWish) => source === 'none' || (source === 'spoken' && !text.trim());

export function formOf(wish: PromptWish): PromptForm {
  const voice = (each: VoiceWish): VoiceForm | null => (left(each) || each.source === 'none' ? null : { source: each.source, text: each.text });
  return { name: wish.name.trim(), ja: voice(wish.ja), en: voice(wish.en) };
}

/** What must be given before it can be saved, as keys of texts. */
export function faultsIn(wish: PromptWish, held: Prompt | undefined): Partial<Record<'name' | Language, string>> {
  const found: Partial<Record<'name' | Language, string>> = {};
  if (!wish.name.trim()) found.name = 'nameMissing';
  if (LANGUAGES.every(language => left(wish[language]))) found.ja = 'nothingSaid';
  for (const language of LANGUAGES) {
    if (wish[language].source === 'uploaded' && !wish[language].file && !recorded(held, language)) found[language] = 'fileMissing';
  }
  return found;
}
