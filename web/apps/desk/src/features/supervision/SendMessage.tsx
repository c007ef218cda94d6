import { keys, supervisionSendMessage, type To } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { ProblemAlert } from '@madoguchi/ui';
import { Button, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

/** A few words onto the screens of those it is for. */
export function SendMessage({ to, label, minutes }: { to: To; label: string; minutes?: number }) {
  const { t } = useTranslation('supervision');
  const cache = useQueryClient();
  const [text, setText] = useState('');
  const send = useMutation({
    mutationFn: (words: string) => supervisionSendMessage({ body: { text: words, to, minutes: minutes ?? null } }),
    onSuccess: (_sent, words) => {
      setText(now => (now === words ? '' : now)); // what was typed meanwhile stays
      return cache.invalidateQueries({ queryKey: keys.messages });
    },
  });
  return (
    <form
      className="col"
      onSubmit={event => {
        event.preventDefault();
        if (text.trim()) send.mutate(text);
      }}
    >
      <div className="row">
        <TextInput className="grow" aria-label={label} placeholder={label} maxLength={500} value={text} onChange={event => { setText(event.currentTarget.value); }} data-testid="message-text" />
        <Button type="submit" variant="default" leftSection={<IconSend size={16} stroke={1.7} />} disabled={!text.trim()} loading={send.isPending} data-testid="message-send">
          {t('send')}
        </Button>
      </div>
      {send.isSuccess && !text && <p className="meta ink2" role="status">{t('sent')}</p>}
      <ProblemAlert error={send.error} />
    </form>
  );
}
