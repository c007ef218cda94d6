import { keys, routingAddQueue, routingChangeQueue, routingListMembers, routingListStrategies, routingSetMembers, useList, useSave, type Queue, type QueueForm } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { FormDrawer, PeopleSelect, ProblemAlert, SkeletonLines, useFaults } from '@madoguchi/ui';
import { Checkbox, Drawer, Select, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import styles from '../Admin.module.css';
import { SkillLevels } from '../skills/SkillLevels';
import { useLineNames } from '../useLineNames';
import { blank, formOf, type Form } from './form';
import { Seconds } from './Seconds';
import { Steps } from './Steps';

/** The orders in which people can be asked, in the reader's language. */
function useStrategies() {
  const locale = useLocale();
  const known = useList(keys.strategies, signal => routingListStrategies({ signal })).rows;
  return known.map(each => ({ value: each.code, label: locale === 'en' ? each.name_en : each.name_ja }));
}

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
  if (!queue) return <Editor queue={undefined} start={blank} manned={0} onClose={onClose} />;
  if (members.data) return <Editor queue={queue} start={formOf(queue, members.data.users)} manned={members.data.version} onClose={onClose} />;
  return (
    <Drawer opened size={600} onClose={onClose} title={queue.name_ja} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      {members.error ? <ProblemAlert error={members.error} onRetry={() => void members.refetch()} /> : <SkeletonLines lines={6} height={28} />}
    </Drawer>
  );
}

interface EditorProps {
  queue: Queue | undefined;
  start: Form;
  /** The version of the people who serve it. */
  manned: number;
  onClose: () => void;
}

function Editor({ queue, start, manned, onClose }: EditorProps) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const lines = useLineNames();
  const strategies = useStrategies();
  const [saved, setSaved] = useState(queue);
  const needed = (value: string) => (value.trim() ? null : t('required'));
  const form = useForm<Form>({
    initialValues: start,
    validate: { name_ja: needed, name_en: needed, code: value => (/^[a-z0-9][a-z0-9_-]*$/.test(value) ? null : t('codeWrong')) },
  });
  const [seen] = useState(manned); // a later look at who serves it is not what was edited
  const man = useSave({
    version: seen,
    save: (match, { id, users }: { id: string; users: string[] }) => routingSetMembers({ path: { queue_id: id }, body: { users }, headers: match }),
  });
  const write = useSave({
    version: saved && (saved.version ?? 1),
    save: (match, wish: QueueForm) => (saved ? routingChangeQueue({ path: { queue_id: saved.id }, body: wish, headers: match }) : routingAddQueue({ body: wish })),
    onSuccess: setSaved, // should the people be refused, the next attempt goes on from here
  });
  const refresh = () => Promise.all([cache.invalidateQueries({ queryKey: keys.queues }), cache.invalidateQueries({ queryKey: keys.abilities })]);
  const save = useMutation({
    mutationFn: async ({ members, ...wish }: Form) => {
      const { id } = await write.mutateAsync(wish);
      if (form.isDirty('members')) await man.mutateAsync({ id, users: members });
    },
    onError: refresh,
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  useFaults(form, save.error);
  return (
    <FormDrawer opened size={600} title={queue ? queue.name_ja : t('queues.add')} submit={t('ui:save')} onClose={onClose} onSubmit={form.onSubmit(wish => { save.mutate(wish); })} saving={save.isPending} error={save.error} testId="queue-form">
      <div className={styles.two}>
        <TextInput label={t('nameJa')} required lang="ja" {...form.getInputProps('name_ja')} data-testid="queue-name-ja" />
        <TextInput label={t('nameEn')} required lang="en" {...form.getInputProps('name_en')} data-testid="queue-name-en" />
      </div>
      <TextInput label={t('code')} description={t('codeHint')} required {...form.getInputProps('code')} data-testid="queue-code" />
      <Select label={t('nav.lines')} description={t('queues.lineHint')} clearable placeholder={t('everyLine')} data={lines.choices} {...form.getInputProps('line_of_business')} />
      <PeopleSelect label={t('queues.members')} description={t('queues.membersHint')} value={form.values.members} onChange={members => { form.setFieldValue('members', members); }} data-testid="queue-members" />
      <Select label={t('queues.strategy')} description={t(`queues.strategyIs.${form.values.strategy}`)} data={strategies} allowDeselect={false} {...form.getInputProps('strategy')} data-testid="queue-strategy" />
      <SkillLevels label={t('queues.required')} hint={t('queues.requiredHint')} value={form.values.required} onChange={required => { form.setFieldValue('required', required); }} testId="queue-required" />
      <Checkbox label={t('queues.matchLanguage')} description={t('queues.matchLanguageHint')} {...form.getInputProps('match_language', { type: 'checkbox' })} data-testid="queue-match-language" />
      <Checkbox label={t('queues.lastAgent')} description={t('queues.lastAgentHint')} {...form.getInputProps('last_agent', { type: 'checkbox' })} data-testid="queue-last-agent" />
      <Steps queue={queue?.id} required={Object.keys(form.values.required)} value={form.values.steps} error={form.errors['steps']} onChange={steps => { form.setFieldValue('steps', steps); }} />
      <Seconds form={form} name="offer_seconds" label={t('queues.offer')} hint={t('queues.offerHint')} placeholder={t('asSet')} min={3} max={300} />
      <Seconds form={form} name="wrapup_seconds" label={t('queues.wrapup')} hint={t('queues.wrapupHint')} placeholder={t('asSet')} min={0} max={3600} />
      <Seconds form={form} name="max_wait_seconds" label={t('queues.maxWait')} hint={t('queues.maxWaitHint')} placeholder={t('queues.noLimit')} min={5} max={86_400} />
      <Switch label={t('queues.active')} description={t('queues.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} />
    </FormDrawer>
  );
}
