import { workspaceAdd, workspaceConsult, workspaceTransfer, type DeskCall } from '@madoguchi/api';
import { nationalPhone, useTranslation } from '@madoguchi/i18n';
import { Avatar, Empty, PresenceDot } from '@madoguchi/ui';
import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { IconCheck, IconPhoneCall, IconPhoneOutgoing, IconUsersGroup } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeskActions } from '../actions';
import { dropNote, noteSoFar } from '../call/note';
import { useNamed } from '../caller';
import styles from './HandOver.module.css';
import { possible, type Mode, type Target } from './target';

interface Props {
  call: DeskCall;
  target: Target | undefined;
  mode: Mode;
  onMode: (mode: Mode) => void;
  /** What I wrote here; until then, what is half-written about the call. */
  own: string | undefined;
  onWrite: (note: string) => void;
  onDone: () => void;
}

/** What becomes of the call, what I want them to know, and what goes along by itself. */
export function Choice({ call, target, mode, onMode, own, onWrite, onDone }: Props) {
  const { t } = useTranslation('desk');
  const { command } = useDeskActions();
  const cache = useQueryClient();
  const { interaction } = call;
  const typed = useQuery({ queryKey: ['handover', 'note', interaction], queryFn: () => noteSoFar(interaction), staleTime: Infinity, gcTime: 0 });
  const note = own ?? typed.data ?? '';
  const how: Mode = target?.kind === 'queue' ? 'transfer' : mode;
  const go = () => {
    if (!target || !possible(target, how) || command.isPending) return;
    const whom = target.kind === 'person' ? { to: target.person.id } : target.kind === 'number' ? { number: target.number } : {};
    const path = { interaction };
    const send = () => (how === 'transfer' ? workspaceTransfer({ path, body: { ...whom, ...(target.kind === 'queue' ? { queue: target.queue.id } : {}), note } }) : (how === 'consult' ? workspaceConsult : workspaceAdd)({ path, body: { ...whom, note } }));
    command.mutate(send, {
      onSuccess: () => {
        onDone();
        // What was half-written stands as a note now.
        if (note && note === typed.data) void dropNote(interaction).then(() => cache.resetQueries({ queryKey: ['draft', interaction, 'note'] }));
      },
    });
  };
  return (
    <div className={styles.right}>
      {target ? <Whom target={target} /> : <Empty compact>{t('handover.choose')}</Empty>}
      <SegmentedControl fullWidth value={how} onChange={value => { onMode(value as Mode); }} disabled={target?.kind === 'queue'} data={(['consult', 'transfer', 'add'] as const).map(value => ({ value, label: t(`handover.${value}`) }))} aria-label={t('handover.how')} data-testid="transfer-mode" />
      <p className="meta ink2">{t(`handover.${how}Help`)}</p>
      <Textarea label={t('handover.note')} autosize minRows={4} maxRows={8} value={note} onChange={event => { onWrite(event.currentTarget.value); }} onKeyDown={event => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) go(); }} data-testid="transfer-note" />
      <div>
        <h3 className="meta b6">{t('handover.along')}</h3>
        <ul className={styles.along}>
          {[call.pop.customer ? 'card' : undefined, call.pop.cases.length ? 'cases' : undefined, 'notes', 'identity'].map(what => what && <li key={what}><IconCheck size={16} aria-hidden /> {t(`along.${what}`)}</li>)}
        </ul>
      </div>
      <Button size="md" mt="auto" leftSection={<IconPhoneCall size={18} />} disabled={!possible(target, how)} loading={command.isPending} onClick={go} data-testid="transfer-go">
        {t(`handover.${how}Go`)}
      </Button>
    </div>
  );
}

function Whom({ target }: { target: Target }) {
  const { t } = useTranslation('desk');
  const named = useNamed();
  if (target.kind === 'number')
    return (
      <div className={styles.whom}>
        <IconPhoneOutgoing size={28} aria-hidden />
        <span className="grow b6 tn">{nationalPhone(target.number)}</span>
      </div>
    );
  if (target.kind === 'queue')
    return (
      <div className={styles.whom}>
        <IconUsersGroup size={28} aria-hidden />
        <span className="grow">
          <span className="b6">{named(target.queue)}</span>
          <span className="meta ink2">{t('handover.keepsPlace')}</span>
        </span>
      </div>
    );
  return (
    <div className={styles.whom}>
      <Avatar name={target.person.name} size={42} />
      <span className="grow">
        <span className="b6">{target.person.name}</span>
        <span className="row meta">
          <PresenceDot state={target.person.presence} /> · {target.person.presence === 'ready' ? t('handover.atOnce') : t('handover.notNow')}
        </span>
      </span>
    </div>
  );
}
