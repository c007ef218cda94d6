import { intelligenceHear, intelligenceListVoices, keys, type Prompt } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { FilePick, ProblemAlert } from '@madoguchi/ui';
import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Listen } from './Listen';
import own from './Prompts.module.css';
import type { Language } from './usePrompts';
import { recorded, type VoiceWish } from './wish';

interface Props {
  language: Language;
  /** What the prompt is called. */
  name: string;
  wish: VoiceWish;
  held: Prompt | undefined;
  fault: string | undefined;
  onChange: (part: Partial<VoiceWish>) => void;
}

const SOURCES = ['spoken', 'uploaded', 'none'] as const;

/** A prompt in one language: spoken from a text, a recording, or not at all. */
export function VoiceFields({ language, name, wish, held, fault, onChange }: Props) {
  const { t } = useTranslation('prompts');
  const of = `${name} ${t(`language.${language}`)}`;
  return (
    <div className="col" data-testid={`prompt-voice-${language}`}>
      <SegmentedControl aria-label={t('how', { language: t(`language.${language}`) })} value={wish.source} onChange={source => { onChange({ source: source as VoiceWish['source'] }); }} data={SOURCES.map(value => ({ value, label: <span data-testid={`prompt-${language}-${value}`}>{t(`way.${value}`)}</span> }))} />
      {wish.source === 'spoken' && <Speech language={language} of={of} wish={wish} />}
      {wish.source === 'uploaded' && <Recording language={language} of={of} wish={wish} held={held} onChange={onChange} />}
      {wish.source !== 'none' && (
        <Textarea label={t(wish.source === 'spoken' ? 'text' : 'words')} description={wish.source === 'uploaded' ? t('wordsHint') : undefined} autosize minRows={2} maxLength={1000} lang={language} value={wish.text} onChange={event => { onChange({ text: event.currentTarget.value }); }} data-testid={`prompt-text-${language}`} />
      )}
      {fault && <p className="bad" role="alert">{fault}</p>}
    </div>
  );
}

function Speech({ language, of, wish }: Pick<Props, 'language' | 'wish'> & { of: string }) {
  const { t } = useTranslation('prompts');
  const [failed, setFailed] = useState<unknown>();
  const voices = useQuery({ queryKey: keys.voices, queryFn: ({ signal }) => intelligenceListVoices({ signal }), staleTime: 60_000 });
  const voice = voices.data?.find(each => each.language === language);
  if (voice?.off) return <p className={own.off} role="status" data-testid={`prompt-off-${language}`}>{t('off', { language: t(`language.${language}`) })}</p>;
  const hear = async () => {
    setFailed(undefined);
    const sound: unknown = await intelligenceHear({ body: { text: wish.text, language }, parseAs: 'blob' });
    return URL.createObjectURL(sound as Blob);
  };
  return (
    <>
      <div className="row">
        <Listen source={hear} of={of} disabled={!wish.text.trim()} onFailed={setFailed} testId={`prompt-try-${language}`}>{t('try')}</Listen>
        {voice?.credit && <span className="meta ink3">{t('credit', { voice: voice.credit })}</span>}
      </div>
      <ProblemAlert error={failed} />
    </>
  );
}

function Recording({ language, of, wish, held, onChange }: Omit<Props, 'name' | 'fault'> & { of: string }) {
  const { t } = useTranslation('prompts');
  const [unplayed, setUnplayed] = useState(false);
  const there = recorded(held, language);
  const source = wish.file ? () => Promise.resolve(URL.createObjectURL(wish.file as File)) : there && held ? `/api/v1/prompts/${held.id}/sounds/${language}` : undefined;
  return (
    <>
      <div className="row">
        <FilePick accept="audio/wav,audio/x-wav,.wav,audio/*" onPick={file => { setUnplayed(false); onChange({ file }); }} inputProps={{ 'aria-label': `${of} ${t('choose')}`, ...({ 'data-testid': `prompt-file-${language}` } as object) }}>
          {props => <Button {...props} variant="default" size="compact-sm" leftSection={<IconUpload size={15} />}>{t(wish.file ?? there ? 'replace' : 'choose')}</Button>}
        </FilePick>
        {source && <Listen source={source} of={of} onFailed={() => { setUnplayed(true); }} testId={`prompt-try-${language}`}>{t('try')}</Listen>}
        <span className="meta ink2 clip">{wish.file?.name ?? (there ? t('there') : t('fileHint'))}</span>
      </div>
      {unplayed && <p className="bad" role="alert">{t('unplayed')}</p>}
    </>
  );
}
