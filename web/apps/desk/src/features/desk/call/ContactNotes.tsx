import type { NoteShown } from '@madoguchi/api';
import { Stamp } from '@madoguchi/ui';

/** What was written about this contact so far, by whoever had it: the newest first. */
export function ContactNotes({ notes }: { notes: readonly NoteShown[] }) {
  return (
    <ul className="list" data-testid="contact-notes">
      {notes.map(note => (
        <li key={note.id} style={{ paddingBlock: 'var(--md-s1)' }}>
          <p className="read" style={{ whiteSpace: 'pre-wrap' }}>{note.text}</p>
          <span className="meta ink3">
            {note.author} · <Stamp at={note.at} clock />
          </span>
        </li>
      ))}
    </ul>
  );
}
