import { ifMatch, keys, routingAddQueue, routingChangeQueue, routingListMembers, routingSetMembers, type Queue, type QueueForm } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { FormDrawer, PeopleSelect, ProblemAlert, SkeletonLines, useFaults } from '@madoguchi/ui';
import { Drawer, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from '../Admin.module.css';
import { useLineNames } from '../useLineNames';

// What decides who is asked is set on a page of its own and goes along unchanged.
type Kept = 'strategy' | 'required' | 'steps' | 'last_agent' | 'match_language';
type Form = Required<Omit<QueueForm, Kept>> & { members: string[] };

const blank: Form = { code: '', name_ja: '', name_en: '', line_of_business: null, offer_seconds: null, wrapup_seconds: null, max_wait_seconds: null, active: true, members: [] };
const formOf = (queue: Queue, members: string[]): Form => ({
  code: queue.code,
  name_ja: queue.name_ja,
  name_en: queue.name_en,
  line_of_business: queue.line_of_business ?? null,
  offer_seconds: queue.offer_seconds ?? null,
  wrapup_seconds: queue.wrapup_seconds ?? null,
  max_wait_seconds: queue.max_wait_seconds ?? null,
  active: queue.active ?? true,
  members,
});

/** A queue with the people who serve it: who they are is read afresh, so that nobody is thrown out unseen. */
export function QueueDrawer({ queue, onClose }: { queue: Queue | undefined; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const members = useQuery({
    queryKey: [...keys.queues, 'edited', queue?.id],
    queryFn: ({ signal }) => routingListMembers({ path: { queue_id: queue!.id }, signal }),
    enabled: queue !== undefined,
    gcTime: 0,
    staleTime: Infinity,
  });
  if (!queue) return <Editor queue={undefined} start={blank} onClose={onClose} />;
  if (members.data) return <Editor queue={queue} start={formOf(queue, members.data.users)} onClose={onClose} />;
  return (
    <Drawer opened size={480} onClose={onClose} title={queue.name_ja} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      {members.error ? <ProblemAlert error={members.error} onRetry={() => void members.refetch()} /> : <SkeletonLines lines={6} height={28} />}
    </Drawer>
  );
}

function Editor({ queue, start, onClose }: { queue: Queue | undefined; start: Form; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const lines = useLineNames();
  const [saved, setSaved] = useState(queue);
  const needed = (value: string) => (value.trim() ? null : t('required'));
  const form = useForm<Form>({
    initialValues: start,
    validate: { name_ja: needed, name_en: needed, code: value => (/^[a-z0-9][a-z0-9_-]*$/.test(value) ? null : t('codeWrong')) },
  });
  const save = useMutation({
    mutationFn: async ({ members, ...wish }: Form) => {
      const { strategy, required, steps, last_agent, match_language } = saved ?? {};
      const body = { strategy, required, steps, last_agent, match_language, ...wish };
      const kept = saved ? await routingChangeQueue({ path: { queue_id: saved.id }, body, headers: ifMatch(saved.version ?? 1) }) : await routingAddQueue({ body });
      setSaved(kept); // should the people be refused, the next attempt goes on from here
      await routingSetMembers({ path: { queue_id: kept.id }, body: { users: members } });
    },
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.queues });
      onClose();
    },
  });
  useFaults(form, save.error);
  return (
    <FormDrawer opened title={queue ? queue.name_ja : t('queues.add')} submit={t('ui:save')} onClose={onClose} onSubmit={form.onSubmit(wish => { save.mutate(wish); })} saving={save.isPending} error={save.error} testId="queue-form">
      <div className={styles.two}>
        <TextInput label={t('nameJa')} required lang="ja" {...form.getInputProps('name_ja')} data-testid="queue-name-ja" />
        <TextInput label={t('nameEn')} required lang="en" {...form.getInputProps('name_en')} data-testid="queue-name-en" />
      </div>
      <TextInput label={t('code')} description={t('codeHint')} required {...form.getInputProps('code')} data-testid="queue-code" />
      <Select label={t('nav.lines')} description={t('queues.lineHint')} clearable placeholder={t('everyLine')} data={lines.choices} {...form.getInputProps('line_of_business')} />
      <PeopleSelect label={t('queues.members')} description={t('queues.membersHint')} value={form.values.members} onChange={members => { form.setFieldValue('members', members); }} data-testid="queue-members" />
      <Seconds form={form} name="offer_seconds" label={t('queues.offer')} hint={t('queues.offerHint')} placeholder={t('asSet')} min={3} max={300} />
      <Seconds form={form} name="wrapup_seconds" label={t('queues.wrapup')} hint={t('queues.wrapupHint')} placeholder={t('asSet')} min={0} max={3600} />
      <Seconds form={form} name="max_wait_seconds" label={t('queues.maxWait')} hint={t('queues.maxWaitHint')} placeholder={t('queues.noLimit')} min={5} max={86_400} />
      <Switch label={t('queues.active')} description={t('queues.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} />
    </FormDrawer>
  );
}

interface SecondsProps {
  form: Pick<UseFormReturnType<Form>, 'getInputProps' | 'setFieldValue'>;
  name: 'offer_seconds' | 'wrapup_seconds' | 'max_wait_seconds';
  label: string;
  hint: string;
  placeholder: string;
  min: number;
  max: number;
}

/** A time in seconds that may be left to the general setting. */
function Seconds({ form, name, label, hint, placeholder, min, max }: SecondsProps) {
  const { t } = useTranslation('admin');
  const field = form.getInputProps(name) as { value: number | null };
  return (
    <NumberInput {...field} label={label} description={hint} placeholder={placeholder} suffix={t('secondsSuffix')} min={min} max={max} allowDecimal={false} hideControls value={field.value ?? ''} onChange={typed => { form.setFieldValue(name, typeof typed === 'number' ? typed : null); }} data-testid={`queue-${name.replaceAll('_', '-')}`} />
  );
}
