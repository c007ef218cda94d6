import { ifMatch, keys, Problem, workspaceFinishWrapup, workspaceSaveWrapup, workspaceShowWrapup, type DeskWrapup } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Kbd, ProblemAlert, SkeletonLines, useShortcut } from '@madoguchi/ui';
import { Button, SegmentedControl, Select, Textarea } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dropNote, noteSoFar } from '../call/note';
import { useNamed } from '../caller';
import styles from '../Desk.module.css';
import { useDraft, type DraftDoor } from '../drafts';
import { Saved } from '../Saved';
import { ContractHolder } from './ContractHolder';
import { Field, type FieldRules } from './Field';
import { filled, missing, whole, type Form } from './form';
import { NextStep } from './NextStep';
import { ReasonPicker } from './ReasonPicker';
import { rememberReason } from './reasons';
import { Templates } from './Templates';
import form from './Wrapup.module.css';

const resolutions = ['resolved', 'arranged', 'passed_on', 'unresolved', 'absent'] as const;
const relations = ['self', 'family', 'colleague', 'agent', 'other'] as const;
type Then = 'ready' | 'break';
type Change = (part: Partial<Form>) => void;

/** "Absent" is the end of an outbound call that nobody took. */
const offeredTo = ({ pop, talk_seconds }: DeskWrapup) => resolutions.filter(each => each !== 'absent' || (pop.interaction.direction === 'out' && talk_seconds === 0));

/** After the call. What was noted while talking and not kept yet begins the form: nothing is typed twice. */
export function WrapupForm({ wrapup }: { wrapup: DeskWrapup }) {
  const fresh = wrapup.version === 0;
  const note = useQuery({ queryKey: ['draft', wrapup.interaction, 'note', 'wrapup'], queryFn: () => noteSoFar(wrapup.interaction), enabled: fresh, staleTime: Infinity, gcTime: 0 });
  if (fresh && note.isPending)
    return (
      <div className={styles.scroll} data-testid="wrapup">
        <SkeletonLines lines={8} height={24} />
      </div>
    );
  const kept = whole(wrapup.form);
  return <Filling wrapup={wrapup} first={{ ...kept, asked: kept.asked || (note.data ?? '') }} />;
}

function doorOf(wrapup: DeskWrapup, first: Form): DraftDoor<Form> {
  const path = { wrapup: wrapup.id };
  return {
    key: `wrapup.${wrapup.id}`,
    first: { value: first, version: wrapup.version },
    save: async (body, version) => (await workspaceSaveWrapup({ path, body, ...(version === undefined ? {} : { headers: ifMatch(version) }) })).version,
    load: async () => {
      const { form: theirs, version } = await workspaceShowWrapup({ path });
      return { value: whole(theirs), version };
    },
  };
}

function Filling({ wrapup, first }: { wrapup: DeskWrapup; first: Form }) {
  const { t } = useTranslation('desk');
  const named = useNamed();
  const cache = useQueryClient();
  const draft = useDraft<Form>(doorOf(wrapup, first));
  const { value } = draft;
  const line = wrapup.pop.desk.line_of_business.code ?? '';
  const finish = useMutation({
    mutationFn: (then: Then) => workspaceFinishWrapup({ path: { wrapup: wrapup.id }, body: { ...value, then } }),
    onSuccess: () => {
      draft.done();
      rememberReason(line, value.reason);
      void dropNote(wrapup.interaction).catch(() => undefined);
      return cache.invalidateQueries({ queryKey: keys.desk });
    },
  });
  const change: Change = part => {
    finish.reset();
    draft.change(part);
  };
  const field: FieldRules = { required: wrapup.rule.required, faults: finish.error instanceof Problem ? finish.error.faults : [] };
  const open = missing(value, field.required);
  return (
    <>
      <header className={styles.head}>
        <div className="grow">
          <h2>{t('wrap.title')}</h2>
          <p className="meta ink3">{named(wrapup.pop.desk.line_of_business)}</p>
        </div>
        <Saved draft={draft} />
        <Templates line={line} onPick={change} />
      </header>
      <div className={styles.scroll} data-testid="wrapup">
        <form
          className={form.form}
          onSubmit={event => {
            event.preventDefault();
            finish.mutate('ready');
          }}
        >
          <Field name="reason" {...field}>
            {id => <ReasonPicker id={id} line={line} value={value.reason} onChange={reason => { change({ reason }); }} />}
          </Field>
          <Texts value={value} change={change} field={field} />
          <Field name="resolution" {...field}>
            {() => <SegmentedControl fullWidth aria-label={t('wrap.field.resolution')} value={value.resolution ?? ''} onChange={resolution => { change({ resolution }); }} data={offeredTo(wrapup).map(each => ({ value: each, label: t(`resolution.${each}`) }))} data-testid="wrapup-resolution" />}
          </Field>
          <div className={form.two}>
            <Field name="next_step" {...field}>
              {() => <NextStep value={value} onChange={change} />}
            </Field>
            <Parties value={value} change={change} field={field} />
          </div>
          {field.faults.length === 0 && <ProblemAlert error={finish.error} />}
        </form>
      </div>
      <Finish count={[filled(value, field.required), field.required.length]} open={open.map(name => t(`wrap.field.${name}`))} busy={finish.isPending} onFinish={then => { finish.mutate(then); }} />
    </>
  );
}

interface PartProps {
  value: Form;
  change: Change;
  field: FieldRules;
}

function Texts({ value, change, field }: PartProps) {
  const tall = useMediaQuery('(min-height: 880px)');
  return (
    <div className={form.form}>
      {(['asked', 'done', 'result'] as const).map(name => (
        <Field key={name} name={name} {...field}>
          {id => <Textarea id={id} className={form.text} autosize minRows={tall ? 2 : 1} maxRows={8} value={value[name]} onChange={event => { change({ [name]: event.currentTarget.value }); }} data-testid={`wrapup-${name}`} />}
        </Field>
      ))}
    </div>
  );
}

/** Who called, and whose contract it is: not always the same person. */
function Parties({ value, change, field }: PartProps) {
  const { t } = useTranslation('desk');
  const other = value.caller_relation !== null && value.caller_relation !== 'self';
  return (
    <div className={form.form}>
      <Field name="caller_relation" {...field}>
        {id => (
          <Select
            id={id}
            clearable
            clearButtonProps={{ 'aria-label': t('wrap.clear') }}
            placeholder={t('wrap.relationNone')}
            value={value.caller_relation}
            onChange={relation => { change({ caller_relation: relation, ...(relation === null || relation === 'self' ? { contract_holder: null } : {}) }); }}
            data={relations.map(each => ({ value: each, label: t(`relation.${each}`) }))}
            data-testid="wrapup-relation"
          />
        )}
      </Field>
      {other && (
        <Field name="contract_holder" {...field}>
          {id => <ContractHolder id={id} value={value.contract_holder} onChange={contract_holder => { change({ contract_holder }); }} />}
        </Field>
      )}
    </div>
  );
}

function Finish({ count: [done, all], open, busy, onFinish }: { count: [number, number]; open: string[]; busy: boolean; onFinish: (then: Then) => void }) {
  const { t } = useTranslation('desk');
  useShortcut({ keys: 'Alt+Enter', label: t('wrap.finishReady'), group: t('keys.wrap') }, () => { onFinish('ready'); });
  return (
    <footer className={styles.foot}>
      <span className="meta ink2 grow">
        {all > 0 && t('wrap.progress', { done, all })}
        {open.length > 0 && ` ${t('wrap.stillOpen', { fields: open.join(t('wrap.and')) })}`}
      </span>
      <div className={form.finish}>
        <Button variant="default" disabled={busy} onClick={() => { onFinish('break'); }} data-testid="wrapup-finish-break">
          {t('wrap.finishBreak')}
        </Button>
        <Button loading={busy} onClick={() => { onFinish('ready'); }} rightSection={<Kbd keys="Alt+Enter" on="accent" />} data-testid="wrapup-finish">
          {t('wrap.finishReady')}
        </Button>
      </div>
    </footer>
  );
}
