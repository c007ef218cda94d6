import { keys, workflowsTryGraph, type CallerFacts, type Graph, type Scenario, type Tried } from '@madoguchi/api';
import { useLocale, useTranslation } from '@madoguchi/i18n';
import { DueInput, Pill, ProblemAlert, Section, useVocabulary, type Tone } from '@madoguchi/ui';
import { ActionIcon, Button, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { IconPhoneCall, IconPlus, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ORDER_STATUSES } from '../fields/facts';
import side from './Side.module.css';
import { useEditor } from './useEditor';
import type { Things } from './useNames';

type Wish = Required<Omit<Scenario, 'at'>> & { at: string | null };
const blank: Wish = { at: null, caller: {}, queues: {}, digits: [], number_known: true, waits: 'answered', message_seconds: 12, answered_outside: true, callback_possible: true };
const ENDS: Record<Tried['end'], Tone> = { answered: 'ok', put_through: 'ok', hung_up: 'plain', nowhere: 'bad' };

/** A simulated caller: who they are, what they press, and the path they take, in sentences and on the canvas. */
export function TestPanel({ things, onClose }: { things: Things; onClose: () => void }) {
  const { t } = useTranslation('flows');
  const { graph, setTried, tried } = useEditor();
  const cache = useQueryClient();
  const [wish, setWish] = useState(blank);
  const set = (part: Partial<Wish>) => { setWish(before => ({ ...before, ...part })); };
  const call = useMutation({
    mutationFn: () => workflowsTryGraph({ body: { graph, scenario: wish } }),
    onSuccess: path => {
      setTried(path);
      void cache.invalidateQueries({ queryKey: keys.flows, refetchType: 'none' });
    },
  });
  const close = () => {
    setTried(undefined);
    onClose();
  };
  return (
    <aside className={side.inspector} aria-label={t('test.title')} data-testid="flow-test-panel">
      <div className={side.inspectorHead}>
        <h2 className="grow">{t('test.title')}</h2>
        <ActionIcon aria-label={t('test.close')} onClick={close} data-testid="flow-test-close">
          <IconX size={16} />
        </ActionIcon>
      </div>
      <p className="meta ink2">{t('test.lead')}</p>
      {tried && <Told tried={tried} />}
      <ProblemAlert error={call.error} />
      <form className="col" onSubmit={event => { event.preventDefault(); call.mutate(); }}>
        <Button type="submit" leftSection={<IconPhoneCall size={16} />} loading={call.isPending} data-testid="flow-test-call">
          {t(tried ? 'test.again' : 'test.call')}
        </Button>
        <Presses graph={graph} value={wish.digits} onChange={digits => { set({ digits }); }} />
        <DueInput label={t('test.at')} placeholder={t('test.now')} value={wish.at} onChange={at => { set({ at }); }} testId="flow-test-at" />
        <Caller value={wish.caller} orders={graph.nodes.some(node => node.kind === 'collect' && node.what === 'order_number')} onChange={caller => { set({ caller }); }} />
        <Happenings wish={wish} graph={graph} things={things} onChange={set} />
      </form>
    </aside>
  );
}

function Told({ tried }: { tried: Tried }) {
  const { t } = useTranslation('flows');
  const ja = useLocale() === 'ja';
  const { select } = useEditor();
  return (
    <Section title={t('test.path')} aside={<Pill square tone={ENDS[tried.end]} testId="flow-test-end">{t(`test.end.${tried.end}`)}</Pill>}>
      <ol className={side.told} data-testid="flow-test-path">
        {tried.met.map((met, index) => (
          <li key={index}>
            <button type="button" onClick={() => { select(met.step); }} data-testid="flow-test-step">
              {ja ? met.said.ja : met.said.en}
            </button>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** What they press each time they are asked; an empty one is silence. */
function Presses({ graph, value, onChange }: { graph: Graph; value: readonly string[]; onChange: (digits: string[]) => void }) {
  const { t } = useTranslation('flows');
  if (!graph.nodes.some(({ kind }) => ['menu', 'collect', 'queue', 'callback', 'prompt'].includes(kind))) return null;
  return (
    <div role="group" aria-label={t('test.presses')} className="col">
      <p className="b5">{t('test.presses')}</p>
      <p className="meta ink3">{t('test.pressesHint')}</p>
      {value.map((digits, index) => (
        <div key={index} className="row">
          <TextInput className="grow" size="xs" inputMode="numeric" aria-label={t('test.press', { turn: index + 1 })} placeholder={t('test.silence')} leftSection={<span className="meta ink3">{index + 1}</span>} value={digits} onChange={event => { onChange(value.map((each, at) => (at === index ? event.currentTarget.value.replace(/[^0-9*#]/g, '').slice(0, 20) : each))); }} data-testid="flow-test-digits" />
          <ActionIcon aria-label={t('test.removePress', { turn: index + 1 })} onClick={() => { onChange(value.filter((_, at) => at !== index)); }}>
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={14} />} onClick={() => { onChange([...value, '']); }} data-testid="flow-test-press">
          {t('test.addPress')}
        </Button>
      </div>
    </div>
  );
}

function Caller({ value, orders, onChange }: { value: CallerFacts; orders: boolean; onChange: (caller: CallerFacts) => void }) {
  const { t } = useTranslation('flows');
  const ja = useLocale() === 'ja';
  const tiers = useVocabulary()?.tiers ?? [];
  const set = (part: CallerFacts) => { onChange({ ...value, ...part }); };
  const flag = (name: 'known' | 'withheld' | 'flagged' | 'last_agent_ready') => <Switch key={name} size="xs" label={t(`test.caller.${name}`)} checked={value[name] ?? false} onChange={event => { set({ [name]: event.currentTarget.checked }); }} data-testid={`flow-test-${name}`} />;
  return (
    <Section title={t('test.caller.title')}>
      <div className="col">
        {flag('known')}
        {value.known && (
          <>
            <Select size="xs" label={t('fact.customer_tier')} clearable data={tiers.map(tier => ({ value: tier.code, label: ja ? tier.name_ja : tier.name_en }))} value={value.tier || null} onChange={tier => { set({ tier: tier ?? '' }); }} />
            <NumberInput size="xs" label={t('fact.customer_value')} min={0} allowDecimal={false} thousandSeparator value={value.value ?? 0} onChange={ordered => { if (typeof ordered === 'number') set({ value: ordered }); }} data-testid="flow-test-value" />
            <Select size="xs" label={t('fact.customer_language')} clearable data={(['ja', 'en'] as const).map(language => ({ value: language, label: t(`language.${language}`) }))} value={value.language || null} onChange={language => { set({ language: language ?? '' }); }} />
            {flag('flagged')}
            {flag('last_agent_ready')}
          </>
        )}
        {flag('withheld')}
        {orders && <Select size="xs" label={t('test.caller.order')} allowDeselect={false} data={ORDER_STATUSES.map(status => ({ value: status, label: t(`ui:orderStatus.${status}`) }))} value={value.order || 'ordered'} onChange={order => { if (order) set({ order: order as CallerFacts['order'] & string }); }} data-testid="flow-test-order" />}
      </div>
    </Section>
  );
}

function Happenings({ wish, graph, things, onChange }: { wish: Wish; graph: Graph; things: Things; onChange: (part: Partial<Wish>) => void }) {
  const { t } = useTranslation('flows');
  const has = (...kinds: string[]) => graph.nodes.some(({ kind }) => kinds.includes(kind));
  return (
    <Section title={t('test.happens')}>
      <div className="col">
        {has('queue') && <Select size="xs" label={t('test.waits.title')} allowDeselect={false} data={(['answered', 'max_wait', 'unanswered'] as const).map(value => ({ value, label: t(`test.waits.${value}`) }))} value={wish.waits} onChange={waits => { if (waits) onChange({ waits: waits as Wish['waits'] }); }} data-testid="flow-test-waits" />}
        {has('queue', 'condition', 'callback') && <Queues wish={wish} graph={graph} things={things} onChange={onChange} />}
        {has('collect') && <Switch size="xs" label={t('test.numberKnown')} checked={wish.number_known} onChange={event => { onChange({ number_known: event.currentTarget.checked }); }} />}
        {has('voicemail') && <NumberInput size="xs" label={t('test.message')} suffix={t('seconds')} min={0} max={600} value={wish.message_seconds} onChange={value => { if (typeof value === 'number') onChange({ message_seconds: value }); }} />}
        {has('transfer') && <Switch size="xs" label={t('test.outside')} checked={wish.answered_outside} onChange={event => { onChange({ answered_outside: event.currentTarget.checked }); }} />}
        {has('callback') && <Switch size="xs" label={t('test.callback')} checked={wish.callback_possible} onChange={event => { onChange({ callback_possible: event.currentTarget.checked }); }} />}
      </div>
    </Section>
  );
}

/** How the queues stand that the flow speaks of. */
function Queues({ wish, graph, things, onChange }: { wish: Wish; graph: Graph; things: Things; onChange: (part: Partial<Wish>) => void }) {
  const { t } = useTranslation('flows');
  const spoken = new Set(JSON.stringify(graph.nodes).match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? []);
  return things.queues
    .filter(({ value }) => spoken.has(value))
    .map(({ value, label }) => {
      const facts = wish.queues[value] ?? {};
      const set = (part: typeof facts) => { onChange({ queues: { ...wish.queues, [value]: { ...facts, ...part } } }); };
      return (
        <div key={value} className="row" role="group" aria-label={label}>
          <NumberInput className="grow" size="xs" label={t('test.waiting', { queue: label })} min={0} value={facts.waiting ?? 0} onChange={waiting => { if (typeof waiting === 'number') set({ waiting, estimated_wait: waiting * 60, longest_wait: waiting * 60 }); }} />
          <NumberInput w={110} size="xs" label={t('test.staffed')} min={0} value={facts.staffed ?? 1} onChange={staffed => { if (typeof staffed === 'number') set({ staffed }); }} />
        </div>
      );
    });
}
