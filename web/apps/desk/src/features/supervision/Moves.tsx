import { keys, routingForcePresence, routingListForceReasons, routingSetQueues, useSave, type BoardPerson, type BoardQueue, type ChosenPresence } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { ProblemAlert, Section } from '@madoguchi/ui';
import { Button, MultiSelect, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

const CHOSEN = ['ready', 'break', 'training', 'offline'] as const satisfies readonly ChosenPresence[];

/** Decide what somebody does, with a reason that stays in the records. A contact is let finish first. */
export function MoveState({ person }: { person: BoardPerson }) {
  const { t } = useTranslation('supervision');
  const locale = useLocale();
  const [presence, setPresence] = useState<ChosenPresence | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const reasons = useQuery({ queryKey: keys.forceReasons, queryFn: ({ signal }) => routingListForceReasons({ signal }), staleTime: 300_000 }).data ?? [];
  const move = useMutation({
    mutationFn: (order: { presence: ChosenPresence; reason: string }) => routingForcePresence({ path: { user: person.user }, body: { ...order, seen: person.since } }),
    onSuccess: () => {
      setPresence(null);
      setReason(null);
    },
  });
  return (
    <Section title={t('moveState')} level={2}>
      <form
        className="col"
        data-testid="move-state"
        onSubmit={event => {
          event.preventDefault();
          if (presence && reason) move.mutate({ presence, reason });
        }}
      >
        <div className="row wrap">
          <Select aria-label={t('newState')} placeholder={t('newState')} w={160} data={CHOSEN.map(value => ({ value, label: t(`ui:presence.${value}`) }))} value={presence} onChange={value => { setPresence(CHOSEN.find(each => each === value) ?? null); }} data-testid="move-presence" />
          <Select aria-label={t('reason')} placeholder={t('reason')} w={180} data={reasons.map(each => ({ value: each.code, label: locale === 'en' ? each.name_en : each.name_ja }))} value={reason} onChange={setReason} data-testid="move-reason" />
          <Button type="submit" variant="default" disabled={!presence || !reason} loading={move.isPending} data-testid="move-presence-save">
            {t('move')}
          </Button>
        </div>
        {move.isSuccess && <p className="meta ink2" role="status">{t('moved')}</p>}
        <ProblemAlert error={move.error} />
      </form>
    </Section>
  );
}

/** Which queues somebody serves, from now on. A wish refers to those they served when it began. */
export function MoveQueues({ person, queues }: { person: BoardPerson; queues: readonly BoardQueue[] }) {
  const { t } = useTranslation('supervision');
  const locale = useLocale();
  const cache = useQueryClient();
  const [wish, setWish] = useState<{ queues: string[]; version: number } | null>(null);
  const shown = wish?.queues ?? person.queues;
  const changed = wish !== null && [...wish.queues].sort().join() !== [...person.queues].sort().join();
  const move = useSave({
    version: wish?.version,
    save: (match, to: string[]) => routingSetQueues({ path: { user: person.user }, body: { queues: to }, headers: match }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.board });
      setWish(null);
    },
  });
  return (
    <Section title={t('moveQueues')} level={2}>
      <form
        className="col"
        data-testid="move-queues"
        onSubmit={event => {
          event.preventDefault();
          if (wish) move.mutate(wish.queues);
        }}
      >
        <MultiSelect aria-label={t('moveQueues')} placeholder={shown.length === 0 ? t('noQueue') : undefined} searchable data={queues.map(queue => ({ value: queue.id, label: locale === 'en' ? queue.name_en : queue.name_ja }))} value={shown} onChange={to => { setWish(before => ({ queues: to, version: before?.version ?? person.queues_version })); }} clearButtonProps={{ 'aria-label': t('ui:person.takeOutAll') }} data-testid="move-queues-choice" />
        <div className="row">
          <Button type="submit" variant="default" disabled={!changed} loading={move.isPending} data-testid="move-queues-save">
            {t('moveQueuesSave')}
          </Button>
        </div>
        <ProblemAlert error={move.error} />
      </form>
    </Section>
  );
}
