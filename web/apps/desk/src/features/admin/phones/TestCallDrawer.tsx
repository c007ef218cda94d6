import { keys, telephonyShowTestCall, telephonyTestTrunk, type TestCall, type Trunk } from '@madoguchi/api';
import { useTranslation } from '@madoguchi/i18n';
import { Elapsed, FormDrawer, ProblemAlert, useFaults } from '@madoguchi/ui';
import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconAlertTriangle, IconCircle, IconCircleCheck, IconCircleDot, IconCircleX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import styles from '../Admin.module.css';
import own from './Phones.module.css';

const ROAD = ['dialling', 'ringing', 'answered', 'done'] as const;
/** Causes that the far side itself gave: the call got as far as there. */
const RANG = new Set(['busy', 'no_answer', 'rejected']);
const isOver = (test: TestCall | undefined) => test?.state === 'done' || test?.state === 'failed';

/** Rings a number over a trunk, and says step by step how far the call came, and what to do where it failed. */
export function TestCallDrawer({ trunk, onClose }: { trunk: Trunk; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const cache = useQueryClient();
  const form = useForm({ initialValues: { number: '' }, validate: { number: value => (value.trim() ? null : t('required')) } });
  const start = useMutation({ mutationFn: (number: string) => telephonyTestTrunk({ path: { trunk: trunk.id }, body: { number } }) });
  const id = start.data?.id;
  const shown = useQuery({
    queryKey: keys.testCall(id ?? ''),
    queryFn: ({ signal }) => telephonyShowTestCall({ path: { test_call: id! }, signal }),
    enabled: id !== undefined,
    refetchInterval: query => (isOver(query.state.data) ? false : 500),
  });
  const test = shown.data ?? start.data;
  const over = isOver(test);
  useEffect(() => {
    if (over) void cache.invalidateQueries({ queryKey: keys.testCalls, exact: true });
  }, [over, cache]);
  useFaults(form, start.error);
  return (
    <FormDrawer opened title={t('test.of', { name: trunk.name })} submit={t(over ? 'test.again' : 'test.start')} onClose={onClose} onSubmit={form.onSubmit(({ number }) => { start.mutate(number.trim()); })} saving={start.isPending || (test !== undefined && !over)} error={start.error} testId="test-form">
      <TextInput label={t('test.number')} description={t('test.hint')} inputMode="tel" required {...form.getInputProps('number')} data-testid="test-number" />
      <ProblemAlert error={shown.error} />
      {test && <Road test={test} />}
      {test && over && <Verdict test={test} />}
    </FormDrawer>
  );
}

function Road({ test }: { test: TestCall }) {
  const { t } = useTranslation('admin');
  const reached = test.state === 'failed' ? (test.answered ? 2 : RANG.has(test.cause) ? 1 : 0) : ROAD.indexOf(test.state);
  const placeOf = (at: number) => (test.state === 'done' || at < reached ? 'done' : at > reached ? 'later' : test.state === 'failed' ? 'failed' : 'now');
  const icons = { done: IconCircleCheck, now: IconCircleDot, later: IconCircle, failed: IconCircleX };
  return (
    <ol className={own.steps} aria-live="polite" data-testid="test-road">
      {ROAD.map((step, at) => {
        const place = placeOf(at);
        const Icon = icons[place];
        return (
          <li key={step} className={own.step} data-at={place} aria-current={place === 'now' ? 'step' : undefined}>
            <Icon size={18} stroke={1.8} aria-hidden className={place === 'failed' ? 'bad' : place === 'done' ? 'ok' : undefined} />
            <span className="grow">{t(`test.step.${step}`)}</span>
            {place === 'now' && <Elapsed since={test.made} />}
          </li>
        );
      })}
    </ol>
  );
}

/** What came of it, in words, and what to look at next. */
function Verdict({ test }: { test: TestCall }) {
  const { t } = useTranslation('admin');
  const works = test.state === 'done';
  const talk = test.answered && test.ended ? Math.round((Date.parse(test.ended) - Date.parse(test.answered)) / 1000) : 0;
  return (
    <div className={styles.verdict} data-broken={!works || undefined} role="status" data-testid="test-verdict" data-state={test.state}>
      {works ? <IconCircleCheck size={20} className="ok" aria-hidden /> : <IconAlertTriangle size={20} className="bad" aria-hidden />}
      <div>
        <p className="b6">{works ? t('test.works') : t(`test.cause.${test.cause}`, t('test.cause.failed'))}</p>
        <p className="ink2">{works ? t('test.heard', { count: talk }) : t(`test.advice.${test.cause}`, t('test.advice.failed'))}</p>
      </div>
    </div>
  );
}
