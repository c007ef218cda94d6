import { calendarsAddClosure, calendarsChangeClosure, calendarsRemoveClosure, keys, useSave, type Closure, type ClosureForm } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { ConfirmButton, DayInput, FormDrawer, useFaults } from '@madoguchi/ui';
import { Input, Radio, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import styles from '../Admin.module.css';
import { SpansField } from './SpansField';
import { isClockTime } from './times';

type Wish = Required<ClosureForm>;
const blank: Wish = { kind: 'company', first: '', last: '', yearly: false, name_ja: '', name_en: '', spans: [] };
const KINDS = ['company', 'public', 'working'] as const;

/** Days on which the company differs from the calendar. */
export function ClosureDrawer({ closure, onClose }: { closure: Closure | undefined; onClose: () => void }) {
  const { t } = useTranslation('calendars');
  const cache = useQueryClient();
  const ja = useLocale() === 'ja';
  const needed = (value: string) => (value.trim() ? null : t('required'));
  const form = useForm<Wish>({
    initialValues: closure ? { kind: closure.kind, first: closure.first, last: closure.last, yearly: closure.yearly, name_ja: closure.name_ja, name_en: closure.name_en, spans: closure.spans ?? [] } : blank,
    validate: { name_ja: needed, name_en: needed, first: needed, last: needed, spans: ({ length }, { kind, spans }) => (kind === 'company' && length > 0 && spans.some(({ start, end }) => !isClockTime(start) || !isClockTime(end)) ? t('timeWrong') : null) },
  });
  const settled = async () => { await Promise.all([keys.holidays, keys.openingHours].map(queryKey => cache.invalidateQueries({ queryKey }))); };
  const save = useSave({
    version: closure?.version,
    save: (match, { spans, ...rest }: Wish) => {
      const body = { ...rest, spans: rest.kind === 'company' ? spans : [] };
      return closure ? calendarsChangeClosure({ path: { closure_id: closure.id }, body, headers: match }) : calendarsAddClosure({ body });
    },
    onSuccess: onClose,
    onSettled: settled,
  });
  const drop = useMutation({ mutationFn: () => calendarsRemoveClosure({ path: { closure_id: closure!.id } }), onSuccess: onClose, onSettled: settled });
  useFaults(form, save.error);
  const day = (name: 'first' | 'last') => (
    <DayInput {...form.getInputProps(name)} required label={t(`closures.${name}`)} value={form.values[name] || null} onChange={value => { begin(name, value ?? ''); }} data-testid={`closure-${name}`} />
  );
  const begin = (name: 'first' | 'last', value: string) => {
    form.setFieldValue(name, value);
    if (name === 'first' && form.values.last < value) form.setFieldValue('last', value);
  };
  const aside = closure && (
    <ConfirmButton variant="subtle" color="akane" question={t('closures.dropQuestion')} confirm={t('closures.drop')} loading={drop.isPending} onConfirm={() => { drop.mutate(); }} testId="closure-drop">
      {t('closures.drop')}
    </ConfirmButton>
  );
  return (
    <FormDrawer opened title={closure ? (ja ? closure.name_ja : closure.name_en) : t('closures.add')} submit={t('ui:save')} onClose={onClose} onSubmit={form.onSubmit(wish => { save.mutate(wish); })} saving={save.isPending} error={save.error ?? drop.error} aside={aside} testId="closure-form">
      <Radio.Group label={t('closures.kind')} {...form.getInputProps('kind')}>
        <div className="col">
          {KINDS.map(kind => <Radio key={kind} value={kind} label={t(`closures.is.${kind}`)} description={t(`closures.about.${kind}`)} data-testid={`closure-kind-${kind}`} />)}
        </div>
      </Radio.Group>
      <div className={styles.two}>
        {day('first')}
        {day('last')}
      </div>
      {form.values.kind === 'company' && (
        <Input.Wrapper label={t('closures.hours')}>
          <SpansField day={t('closures.hours')} value={form.values.spans} onChange={spans => { form.setFieldValue('spans', spans); }} fault={form.errors.spans === undefined ? undefined : String(form.errors.spans)} closed={t('closedAllDay')} testId="closure-hours" />
        </Input.Wrapper>
      )}
      <Switch label={t('closures.everyYear')} description={t('closures.yearlyHint')} {...form.getInputProps('yearly', { type: 'checkbox' })} data-testid="closure-yearly" />
      <div className={styles.two}>
        <TextInput label={t('special.nameJa')} required lang="ja" {...form.getInputProps('name_ja')} data-testid="closure-name-ja" />
        <TextInput label={t('special.nameEn')} required lang="en" {...form.getInputProps('name_en')} data-testid="closure-name-en" />
      </div>
    </FormDrawer>
  );
}
