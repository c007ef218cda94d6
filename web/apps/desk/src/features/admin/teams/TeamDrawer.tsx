import { accessAddTeam, accessChangeTeam, accessListTeamMembers, accessSetTeamMembers, keys, useSave, type Team } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { FormDrawer, PeopleSelect, SkeletonLines, useFaults } from '@madoguchi/ui';
import { Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import styles from '../Admin.module.css';

interface TeamForm {
  code: string;
  name_ja: string;
  name_en: string;
  active: boolean;
  leaders: string[];
  members: string[];
}

/** A team: its names, who is in it, who leads it. */
export function TeamDrawer({ team, onClose }: { team: Team | undefined; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const members = useQuery({ queryKey: [...keys.teams, team?.id, 'members'], queryFn: ({ signal }) => accessListTeamMembers({ path: { team_id: team!.id }, signal }), enabled: team !== undefined, staleTime: 0 });
  if (team && (!members.data || members.isFetching))
    return (
      <FormDrawer opened title={team.name_ja} submit={t('ui:save')} onClose={onClose} onSubmit={() => undefined} saving={false} error={members.error} testId="team-loading">
        <SkeletonLines lines={6} height={28} />
      </FormDrawer>
    );
  return <Editor team={team} members={members.data?.users ?? []} onClose={onClose} />;
}

function Editor({ team, members, onClose }: { team: Team | undefined; members: string[]; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const needed = (value: string) => (value.trim() ? null : t('required'));
  const form = useForm<TeamForm>({
    initialValues: team ? { code: team.code, name_ja: team.name_ja, name_en: team.name_en, active: team.active, leaders: team.leaders ?? [], members } : { code: '', name_ja: '', name_en: '', active: true, leaders: [], members: [] },
    validate: { name_ja: needed, name_en: needed, code: value => (/^[a-z0-9][a-z0-9_-]*$/.test(value) ? null : t('codeWrong')) },
  });
  const save = useSave({
    version: team?.version,
    save: async (match, { members: people, ...body }: TeamForm) => {
      const saved = await (team ? accessChangeTeam({ path: { team_id: team.id }, body, headers: match }) : accessAddTeam({ body }));
      return accessSetTeamMembers({ path: { team_id: saved.id }, body: { users: people } });
    },
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.teams });
      onClose();
    },
  });
  useFaults(form, save.error);
  return (
    <FormDrawer opened title={team ? team.name_ja : t('teams.add')} submit={t('ui:save')} onClose={onClose} onSubmit={form.onSubmit(wish => { save.mutate(wish); })} saving={save.isPending} error={save.error} testId="team-form">
      <div className={styles.two}>
        <TextInput label={t('nameJa')} required lang="ja" {...form.getInputProps('name_ja')} data-testid="team-name-ja" />
        <TextInput label={t('nameEn')} required lang="en" {...form.getInputProps('name_en')} data-testid="team-name-en" />
      </div>
      <TextInput label={t('code')} description={t('codeHint')} required {...form.getInputProps('code')} data-testid="team-code" />
      <PeopleSelect label={t('teams.leaders')} description={t('teams.leadersHint')} value={form.values.leaders} onChange={people => { form.setFieldValue('leaders', people); }} data-testid="team-leaders" />
      <PeopleSelect label={t('teams.members')} description={t('teams.membersHint')} value={form.values.members} onChange={people => { form.setFieldValue('members', people); }} data-testid="team-members" />
      <Switch label={t('teams.active')} description={t('teams.activeHint')} {...form.getInputProps('active', { type: 'checkbox' })} />
    </FormDrawer>
  );
}
