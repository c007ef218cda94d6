import { ifMatch, interactionsWriteTranscript, keys, Problem, useMay, type Recording, type Transcript, type UserName } from '@madoguchi/api';
import { useFormat, useLocale, useTranslation } from '@madoguchi/i18n';
import { ConflictNotice, Empty, ProblemAlert, Section, Stamp } from '@madoguchi/ui';
import { Button, Select, Textarea } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from '../History.module.css';

const LANGUAGES = ['ja', 'en', 'zh', 'ko', 'vi', 'pt', 'es', 'fr', 'de'];

interface Props {
  recording: Recording;
  /** What stands; nothing yet when left out. */
  written: Transcript | undefined;
  users: readonly UserName[];
  mayListen: boolean;
}
interface Draft {
  text: string;
  language: string;
  /** On which version it was begun. */
  seen: number;
}

/** What is said in the recording, in words: whoever may listen may write it down or correct it. */
export function Words({ recording, written, users, mayListen }: Props) {
  const { t } = useTranslation('history');
  const locale = useLocale();
  const may = useMay('desk.use') && mayListen;
  const [draft, setDraft] = useState<Draft>();
  const erased = written?.text === '';
  const begin = () => { setDraft({ text: written?.text ?? '', language: written?.language ?? locale, seen: written?.version ?? 0 }); };
  return (
    <Section className={styles.transcript ?? ''} title={t('transcript.title')} aside={written && !erased && <Made written={written} users={users} />}>
      <div data-testid="transcript">
        {draft ? (
          <Writing recording={recording} written={written} draft={draft} onChange={setDraft} onClose={() => { setDraft(undefined); }} />
        ) : (
          <>
            {written && !erased ? (
              <p className={styles.words} lang={written.language} data-testid="transcript-text">{written.text}</p>
            ) : (
              <div data-testid="transcript-none">
                <Empty compact>{t(erased ? 'transcript.erased' : 'transcript.none')}</Empty>
              </div>
            )}
            {may && !erased && (
              <Button variant="subtle" size="compact-sm" leftSection={<IconPencil size={16} />} onClick={begin} data-testid="transcript-edit">
                {t(written ? 'transcript.correct' : 'transcript.write')}
              </Button>
            )}
          </>
        )}
      </div>
    </Section>
  );
}

/** In which language, by whom and when. */
function Made({ written, users }: { written: Transcript; users: readonly UserName[] }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const author = written.author ? users.find(user => user.id === written.author)?.name : t('transcript.machine');
  return (
    <span className="meta ink3">
      {format.language(written.language)} · {author} <Stamp at={written.at} />
    </span>
  );
}

/** Who is slower sees both versions and decides; nothing typed is lost. */
function Writing({ recording, written, draft, onChange, onClose }: Pick<Props, 'recording' | 'written'> & { draft: Draft; onChange: (draft: Draft) => void; onClose: () => void }) {
  const { t } = useTranslation('history');
  const format = useFormat();
  const cache = useQueryClient();
  const read = () => cache.invalidateQueries({ queryKey: keys.interaction(recording.interaction_id) });
  const save = useMutation({
    mutationFn: (seen: number) => interactionsWriteTranscript({ path: { interaction: recording.interaction_id, recording: recording.id }, body: { text: draft.text.trim(), language: draft.language }, headers: ifMatch(seen) }),
    onSuccess: async () => {
      await read();
      void cache.invalidateQueries({ queryKey: keys.timeline });
      onClose();
    },
    onError: read,
  });
  const late = save.error instanceof Problem && save.error.status === 412;
  const clash = late && written && written.version !== draft.seen ? written : undefined;
  const take = () => {
    onChange({ text: clash!.text, language: clash!.language, seen: clash!.version });
    save.reset();
  };
  return (
    <form className="col" onSubmit={event => { event.preventDefault(); save.mutate(draft.seen); }}>
      {clash && <ConflictNotice rows={[{ name: t('transcript.title'), theirs: clash.text, mine: draft.text }]} saving={save.isPending} onKeepMine={() => { save.mutate(clash.version); }} onTakeTheirs={take} />}
      <Textarea aria-label={t('transcript.title')} placeholder={t('transcript.placeholder')} autosize minRows={3} maxRows={20} maxLength={100_000} lang={draft.language} value={draft.text} onChange={event => { onChange({ ...draft, text: event.currentTarget.value }); }} data-testid="transcript-input" data-autofocus />
      <ProblemAlert error={clash ? null : save.error} />
      <div className="row wrap">
        <Select w={160} aria-label={t('transcript.language')} allowDeselect={false} data={languages(draft.language).map(value => ({ value, label: format.language(value) }))} value={draft.language} onChange={language => { if (language) onChange({ ...draft, language }); }} data-testid="transcript-language" />
        <Button type="submit" disabled={!draft.text.trim() || clash !== undefined} loading={save.isPending} data-testid="transcript-save">
          {t('ui:save')}
        </Button>
        <Button variant="default" disabled={save.isPending} onClick={onClose} data-testid="transcript-cancel">
          {t('ui:cancel')}
        </Button>
      </div>
    </form>
  );
}

const languages = (now: string) => (LANGUAGES.includes(now) ? LANGUAGES : [...LANGUAGES, now]);
