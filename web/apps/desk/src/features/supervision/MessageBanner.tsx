import { keys, supervisionListUnreadMessages, supervisionReadMessage, useMay, type Id, type MessageShown } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Stamp, useTick } from '@madoguchi/ui';
import { Button } from '@mantine/core';
import { IconMessage2 } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import styles from './Board.module.css';

/** A word from the supervisor, over every page, until I say that I have read it or its time is over. */
export function MessageBanner() {
  const { t } = useTranslation('supervision');
  const cache = useQueryClient();
  const may = useMay('desk.use');
  const now = useTick(10_000);
  const unread = useQuery({ queryKey: keys.unread, queryFn: ({ signal }) => supervisionListUnreadMessages({ signal }), enabled: may, staleTime: Infinity }).data ?? [];
  const read = useMutation({
    mutationFn: (message: Id) => supervisionReadMessage({ path: { message } }),
    onMutate: message => { cache.setQueryData<MessageShown[]>(keys.unread, list => list?.filter(each => each.id !== message)); },
    onError: () => cache.invalidateQueries({ queryKey: keys.unread }),
  });
  const [first, ...others] = unread.filter(each => Date.parse(each.expires) > now);
  if (!first) return null;
  return (
    <section className={styles.message} role="status" aria-label={t('messageFrom', { name: first.author.name })} data-testid="message">
      <IconMessage2 size={18} stroke={1.8} aria-hidden />
      <span className="b6 nowrap">{first.author.name}</span>
      <span className="grow body" data-testid="message-shown">{first.text}</span>
      <span className="meta ink2"><Stamp at={first.sent} clock /></span>
      {others.length > 0 && <span className="meta ink2 nowrap">{t('andMore', { count: others.length })}</span>}
      <Button size="xs" variant="default" onClick={() => { read.mutate(first.id); }} data-testid="message-read">
        {t('readIt')}
      </Button>
    </section>
  );
}
