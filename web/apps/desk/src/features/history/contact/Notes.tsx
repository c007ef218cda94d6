import { interactionsAddNote, keys, useMay, type ContactView } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Card, Empty, ProblemAlert, Stamp } from '@madoguchi/ui';
import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from '../History.module.css';

/** What was written down about the contact, during it or later. */
export function Notes({ view: { contact, users } }: { view: ContactView }) {
  const { t } = useTranslation('history');
  const cache = useQueryClient();
  const may = useMay('desk.use');
  const id = contact.interaction.id;
  const [text, setText] = useState('');
  const add = useMutation({
    mutationFn: () => interactionsAddNote({ path: { interaction: id }, body: { text: text.trim() } }),
    onSuccess: async () => {
      setText('');
      await cache.invalidateQueries({ queryKey: keys.interaction(id) });
    },
  });
  return (
    <Card title={t('notes')}>
      {contact.notes.length === 0 && <Empty compact>{t('noNotes')}</Empty>}
      <ol className="list">
        {contact.notes.map(note => (
          <li key={note.id} className={styles.note}>
            <p className={styles.words}>{note.text}</p>
            <p className="meta ink3">
              {users.find(user => user.id === note.author)?.name} <Stamp at={note.at} />
            </p>
          </li>
        ))}
      </ol>
      {may && (
        <div className="col">
          <Textarea aria-label={t('newNote')} placeholder={t('newNote')} autosize minRows={2} value={text} onChange={event => { setText(event.currentTarget.value); }} data-testid="contact-note" />
          <ProblemAlert error={add.error} />
          <div className="row">
            <Button disabled={!text.trim()} loading={add.isPending} onClick={() => { add.mutate(); }} data-testid="contact-note-add">
              {t('addNote')}
            </Button>
          </div>
        </div>
      )}
    </Card>
  );
}
