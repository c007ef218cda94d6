import { interactionsAddNote, keys, useMay, type DeskCall } from '@madoguchi/api';
import { nationalPhone, useLocale, useTranslation } from '@madoguchi/i18n';
import { Empty, ProblemAlert, Section, SkeletonLines } from '@madoguchi/ui';
import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNamed } from '../caller';
import styles from '../Desk.module.css';
import { useDraft, type Kept } from '../drafts';
import { Saved } from '../Saved';
import { CallCase } from './CallCase';
import { ContactNotes } from './ContactNotes';
import { Ending } from './Ending';
import { IdentityCheck } from './IdentityCheck';
import { NewCase } from './NewCase';
import { loadNote, noteDoor, type NoteDraft } from './note';

/** The conversation: how I open, what I write down, the cases I touch while we talk. */
export function CallPanel({ call }: { call: DeskCall }) {
  const { t } = useTranslation('desk');
  const named = useNamed();
  const locale = useLocale();
  const { desk, cases, customer } = call.pop;
  const mayCases = useMay('cases.write');
  const phrase = locale === 'en' ? desk.opening_phrase_en || desk.opening_phrase_ja : desk.opening_phrase_ja;
  return (
    <>
      <header className={styles.head}>
        <div className="grow">
          <h2>{named(desk.line_of_business)}</h2>
          <p className="meta ink3 tn">{[desk.dialled && nationalPhone(desk.dialled), desk.queue && named(desk.queue)].filter(Boolean).join(' · ')}</p>
        </div>
        <Ending interaction={call.interaction} />
      </header>
      <div className={styles.scroll}>
        <div className="col" style={{ gap: 'var(--md-s5)' }}>
          {call.pop.interaction.direction === 'in' && phrase && <p className="read ink2" data-testid="pop-opening">{t('ring.phrase', { phrase })}</p>}
          <Notes interaction={call.interaction} />
          {call.pop.notes.length > 0 && <Section title={t('note.contact')}><ContactNotes notes={call.pop.notes} /></Section>}
          {customer && <IdentityCheck key={`${call.interaction} ${customer.id}`} interaction={call.interaction} customer={customer} />}
          <Section title={t('cases.title')}>
            {cases.length === 0 && <Empty compact>{t('cases.none')}</Empty>}
            <ul className="list">
              {cases.map(each => (
                <CallCase key={`${each.id}${String(each.version)}`} row={each} interaction={call.interaction} editable={mayCases} />
              ))}
            </ul>
            {mayCases && customer && <NewCase customer={customer.id} interaction={call.interaction} />}
          </Section>
        </div>
      </div>
    </>
  );
}

function Notes({ interaction }: { interaction: string }) {
  const kept = useQuery({ queryKey: ['draft', interaction, 'note'], queryFn: () => loadNote(interaction), staleTime: Infinity, gcTime: 0 });
  if (kept.error) return <ProblemAlert error={kept.error} onRetry={() => void kept.refetch()} />;
  return kept.data ? <NoteEditor interaction={interaction} first={kept.data} /> : <SkeletonLines lines={4} />;
}

function NoteEditor({ interaction, first }: { interaction: string; first: Kept<NoteDraft> }) {
  const { t } = useTranslation('desk');
  const cache = useQueryClient();
  const draft = useDraft(noteDoor(interaction, first));
  const { value, change } = draft;
  const write = useMutation({
    mutationFn: (text: string) => interactionsAddNote({ path: { interaction }, body: { text: text.trim() } }),
    onSuccess: (_kept, written) => {
      change({ text: value.text.startsWith(written) ? value.text.slice(written.length).trimStart() : value.text }); // what was typed meanwhile stays
      return cache.invalidateQueries({ queryKey: keys.desk });
    },
  });
  return (
    <div className="col">
      <div className="row">
        <label htmlFor="call-note" className="body b6 grow">
          {t('note.title')}
        </label>
        <Saved draft={draft} />
      </div>
      <Textarea id="call-note" autosize minRows={6} maxRows={16} placeholder={t('note.placeholder')} value={value.text} onChange={event => { change({ text: event.currentTarget.value }); }} styles={{ input: { fontSize: 'var(--md-t-read)', lineHeight: 1.7 } }} data-testid="call-note" />
      <ProblemAlert error={write.error} />
      <div className="row">
        <Button variant="default" disabled={!value.text.trim()} loading={write.isPending} onClick={() => { write.mutate(value.text); }} data-testid="call-note-write">
          {t('note.write')}
        </Button>
        <span className="meta ink3">{t('note.help')}</span>
      </div>
    </div>
  );
}
