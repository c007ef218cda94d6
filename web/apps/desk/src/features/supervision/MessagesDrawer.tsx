import { keys, supervisionListMessages, type Board, type SentMessage, type To } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { Empty, ProblemAlert, Section, SkeletonLines, Stamp } from '@madoguchi/ui';
import { Drawer, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import styles from './Board.module.css';
import { SendMessage } from './SendMessage';

const MINUTES = ['15', '60', '240', '480'] as const;

/** A word to a team, to who serves a queue, or to everybody at work; and who has read the last ones. */
export function MessagesDrawer({ board, team, onClose }: { board: Board; team: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('supervision');
  const locale = useLocale();
  const [whom, setWhom] = useState(team ? `team:${team}` : 'all:');
  const [minutes, setMinutes] = useState<string>('60');
  const name = (named: { name_ja: string; name_en: string }) => (locale === 'en' ? named.name_en : named.name_ja);
  const choices = [
    { value: 'all:', label: t('everybody') },
    ...board.teams.map(each => ({ value: `team:${each.id}`, label: t('teamNamed', { name: name(each) }) })),
    ...board.queues.map(each => ({ value: `queue:${each.id}`, label: t('queueNamed', { name: name(each) }) })),
  ];
  const [kind, id] = whom.split(':');
  const to: To = kind === 'team' ? { team: id } : kind === 'queue' ? { queue: id } : {};
  const sent = useQuery({ queryKey: keys.messages, queryFn: ({ signal }) => supervisionListMessages({ signal }), staleTime: 0 });
  return (
    <Drawer opened size={520} onClose={onClose} title={t('messages')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <div className={styles.drawer} data-testid="messages">
        <div className="row wrap">
          <Select label={t('to')} w={280} allowDeselect={false} searchable data={choices} value={whom} onChange={value => { setWhom(value ?? 'all:'); }} data-testid="message-to" />
          <Select label={t('stays')} w={150} allowDeselect={false} data={MINUTES.map(value => ({ value, label: t(`minutes.${value}`) }))} value={minutes} onChange={value => { setMinutes(value ?? '60'); }} />
        </div>
        <SendMessage to={to} minutes={Number(minutes)} label={t('messageText')} />
        <Section title={t('sentLately')} level={2}>
          {sent.isPending && <SkeletonLines lines={3} height={28} />}
          <ProblemAlert error={sent.error} onRetry={() => void sent.refetch()} />
          {sent.data?.length === 0 && <Empty compact>{t('noneSent')}</Empty>}
          <ul className="list">
            {sent.data?.map(each => (
              <Sent key={each.message.id} sent={each} />
            ))}
          </ul>
        </Section>
      </div>
    </Drawer>
  );
}

function Sent({ sent: { message, receipts } }: { sent: SentMessage }) {
  const { t } = useTranslation('supervision');
  const read = receipts.filter(each => each.read);
  const waiting = receipts.filter(each => !each.read);
  return (
    <li className={styles.sent} data-testid="message-sent">
      <p className="body">{message.text}</p>
      <p className="meta ink2">
        {message.author.name} · <Stamp at={message.sent} /> · <span data-testid="message-read-count">{t('readBy', { read: read.length, all: receipts.length })}</span>
      </p>
      {waiting.length > 0 && (
        <details className="meta">
          <summary>{t('notRead', { count: waiting.length })}</summary>
          <p className="ink2">{waiting.map(each => each.person.name).join(', ')}</p>
        </details>
      )}
    </li>
  );
}
