import { accessListTeams, casesAskSecondLine, casesHandBack, keys, type TaskRow } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { DueInput, FormDrawer, PersonSelect, useFaults } from '@madoguchi/ui';
import { SegmentedControl, Select, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

/** After either form the case, its tasks and everybody's lists are read again. */
function useDone(caseId: string, onClose: () => void) {
  const cache = useQueryClient();
  return async () => {
    await Promise.all([cache.invalidateQueries({ queryKey: keys.case(caseId) }), cache.invalidateQueries({ queryKey: keys.tasks })]);
    onClose();
  };
}

interface AskForm {
  to: 'person' | 'team';
  owner_id: string | null;
  team_id: string | null;
  due: string | null;
  text: string;
}

/** The case goes to second line (二次対応): to whom, by when, and what is asked of them. */
export function AskDrawer({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { t } = useTranslation('cases');
  const locale = useLocale();
  const teams = useQuery({ queryKey: keys.teams, queryFn: ({ signal }) => accessListTeams({ signal }) }).data ?? [];
  const form = useForm<AskForm>({
    initialValues: { to: 'person', owner_id: null, team_id: null, due: null, text: '' },
    validate: { due: value => (value ? null : t('second.dueMissing')) },
  });
  const save = useMutation({
    mutationFn: ({ to, owner_id, team_id, due, text }: AskForm) => casesAskSecondLine({ path: { case: caseId }, body: { text, due: due!, owner_id: to === 'person' ? owner_id : null, team_id: to === 'team' ? team_id : null } }),
    onSuccess: useDone(caseId, onClose),
  });
  useFaults(form, save.error);
  const { to } = form.values;
  return (
    <FormDrawer opened title={t('second.ask')} submit={t('second.askSubmit')} onClose={onClose} onSubmit={form.onSubmit(mine => { save.mutate(mine); })} saving={save.isPending} error={save.error} testId="second-line-form">
      <SegmentedControl aria-label={t('second.to')} fullWidth data={[{ value: 'person', label: t('second.person') }, { value: 'team', label: t('second.team') }]} {...form.getInputProps('to')} data-testid="second-line-to" />
      {to === 'person' && <PersonSelect label={t('second.person')} value={form.values.owner_id} onChange={owner => { form.setFieldValue('owner_id', owner); }} error={form.errors['owner_id']} data-testid="second-line-person" />}
      {to === 'team' && <Select label={t('second.team')} description={t('second.teamHint')} data={teams.filter(team => team.active ?? true).map(team => ({ value: team.id, label: (locale === 'en' ? team.name_en : team.name_ja) || team.code }))} {...form.getInputProps('team_id')} error={form.errors['team_id'] ?? form.errors['owner_id']} data-testid="second-line-team" />}
      <DueInput label={t('second.due')} value={form.values.due} onChange={due => { form.setFieldValue('due', due); }} error={form.errors['due']} testId="second-line-due" />
      <Textarea label={t('second.text')} description={t('second.textHint')} autosize minRows={4} {...form.getInputProps('text')} data-testid="second-line-text" />
    </FormDrawer>
  );
}

/** Second line gives the case back: what was found, and until when the customer is answered. */
export function HandBackDrawer({ task, caseId, onClose }: { task: TaskRow; caseId: string; onClose: () => void }) {
  const { t } = useTranslation('cases');
  const form = useForm<{ text: string; due: string | null }>({ initialValues: { text: '', due: null } });
  const save = useMutation({ mutationFn: (body: { text: string; due: string | null }) => casesHandBack({ path: { task: task.id }, body }), onSuccess: useDone(caseId, onClose) });
  useFaults(form, save.error);
  return (
    <FormDrawer opened title={t('second.back')} submit={t('second.backSubmit')} onClose={onClose} onSubmit={form.onSubmit(mine => { save.mutate(mine); })} saving={save.isPending} error={save.error} testId="hand-back-form">
      <p className="ink2">{t('second.backTo', { name: task.second_line?.asked_by_name ?? t('nobody') })}</p>
      <Textarea label={t('second.found')} autosize minRows={4} {...form.getInputProps('text')} data-testid="hand-back-text" data-autofocus />
      <DueInput label={t('second.answerBy')} value={form.values.due} onChange={due => { form.setFieldValue('due', due); }} error={form.errors['due']} testId="hand-back-due" />
    </FormDrawer>
  );
}
