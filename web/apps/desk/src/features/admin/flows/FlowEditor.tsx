import { keys, workflowsShowFlow, type Flow, type Tried } from '@madoguchi/api';
import { useFormat, useTranslation } from '@madoguchi/i18n';
import { Pill, ProblemAlert, SkeletonLines, usePersonName } from '@madoguchi/ui';
import { Alert, Button, Modal, SegmentedControl } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowsSplit2, IconHistory, IconPlayerPlay, IconSettings } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useBlocker, useParams } from '@tanstack/react-router';
import { ReactFlowProvider } from '@xyflow/react';
import { useState } from 'react';
import { Canvas } from './editor/Canvas';
import styles from './editor/Editor.module.css';
import { HistoryPanel, useVersion, useVersions } from './editor/HistoryPanel';
import { Inspector } from './editor/Inspector';
import { ListView } from './editor/ListView';
import { Palette } from './editor/Palette';
import { Findings, Publish } from './editor/Publish';
import { TestPanel } from './editor/TestPanel';
import { EditorProvider, useChecked, useDraft, useFindings, type Saving } from './editor/useEditor';
import { useThings, useWords } from './editor/useNames';
import { FlowDrawer } from './FlowDrawer';

/** A flow on the drawing table. */
export function FlowEditor() {
  const { flow: id } = useParams({ from: '/signed-in/admin/flows/$flow' });
  const flow = useQuery({ queryKey: keys.flow(id), queryFn: ({ signal }) => workflowsShowFlow({ path: { flow_id: id }, signal }), staleTime: Infinity, refetchOnMount: 'always' });
  if (flow.isFetching && !flow.isFetchedAfterMount) return <main className={styles.waiting}><SkeletonLines lines={8} height={32} /></main>;
  if (!flow.data) return <main className={styles.waiting}><ProblemAlert error={flow.error} onRetry={() => void flow.refetch()} /></main>;
  return <Table key={id} first={flow.data} again={() => flow.refetch().then(({ data, error }) => (error ? undefined : data))} />;
}

type Beside = 'step' | 'test' | 'history';

function Table({ first, again }: { first: Flow; again: () => Promise<Flow | undefined> }) {
  const { t } = useTranslation('flows');
  const draft = useDraft(first);
  const things = useThings();
  const words = useWords(things);
  const [selected, select] = useState<string>();
  const [beside, setBeside] = useState<Beside>('step');
  const [view, setView] = useState<'canvas' | 'list'>('canvas');
  const [tried, setTried] = useState<Tried>();
  const [looking, look] = useState<number>();
  const version = useVersion(draft.flow.id, looking).data;
  const readonly = looking !== undefined;
  const graph = readonly && version ? version.graph : draft.graph;
  const checked = useChecked(graph);
  const findings = useFindings(checked);
  const change: typeof draft.change = (next, about) => {
    setTried(undefined);
    draft.change(next, about);
  };
  useHotkeys(readonly ? [] : [['mod+Z', () => { draft.undo?.(); }], ['mod+shift+Z', () => { draft.redo?.(); }]]);
  const editor = { flow: draft.flow, graph, readonly, change, patch: draft.patch, undo: draft.undo, redo: draft.redo, selected, select, checked, tried, setTried, ...findings };
  const choose = (next: Beside) => {
    look(undefined);
    setBeside(next);
  };
  return (
    <EditorProvider value={editor}>
      <ReactFlowProvider>
        <main className={styles.editor} data-testid="flow-editor" data-saving={draft.saving}>
          <Head flow={draft.flow} saving={draft.saving} beside={beside} onBeside={next => { choose(next === beside ? 'step' : next); }} view={view} onView={setView} things={things} save={draft.save} onPublished={draft.take} />
          {draft.saving === 'conflict' && <Conflict again={again} onKeep={draft.keep} onFollow={draft.follow} />}
          <Leaving unsaved={draft.saving} />
          {draft.saving === 'failed' && <div className={styles.notice}><ProblemAlert error={draft.problem} onRetry={() => { draft.save().catch(() => undefined); }} /></div>}
          {readonly && <div className={styles.notice}><Alert color="ai" variant="light">{t('history.looking', { number: looking })}</Alert></div>}
          <div className={styles.work} data-readonly={readonly || undefined}>
            {!readonly && <Palette things={things} />}
            {view === 'canvas' ? <Canvas key={looking ?? 'draft'} things={things} /> : <ListView things={things} />}
            {beside === 'test' ? (
              <TestPanel things={things} onClose={() => { choose('step'); }} />
            ) : beside === 'history' ? (
              <HistoryPanel flow={draft.flow} draft={draft.graph} looking={looking} nameOf={words.name} onLook={look} save={draft.save} onRolledBack={flow => { look(undefined); draft.follow(flow); }} onClose={() => { choose('step'); }} />
            ) : (
              <Inspector things={things} />
            )}
          </div>
        </main>
      </ReactFlowProvider>
    </EditorProvider>
  );
}

/** Mine over theirs, or theirs: what stands on the screen is never thrown away unasked. */
function Conflict({ again, onKeep, onFollow }: { again: () => Promise<Flow | undefined>; onKeep: (flow: Flow) => void; onFollow: (flow: Flow) => void }) {
  const { t } = useTranslation('flows');
  const read = useMutation({ mutationFn: async (then: (flow: Flow) => void) => { const flow = await again(); if (flow) then(flow); } });
  return (
    <div className={styles.notice}>
      <Alert color="yamabuki" variant="light" icon={<IconArrowsSplit2 size={18} />} title={t('conflict.title')} role="alert" data-testid="flow-conflict">
        <p>{t('conflict.about')}</p>
        <div className="row">
          <Button loading={read.isPending} onClick={() => { read.mutate(onKeep); }} data-testid="flow-conflict-keep">{t('conflict.keep')}</Button>
          <Button variant="default" disabled={read.isPending} onClick={() => { read.mutate(onFollow); }} data-testid="flow-conflict-again">{t('conflict.again')}</Button>
        </div>
      </Alert>
    </div>
  );
}

/** What could not be kept would be lost with the page: whoever leaves is asked first. */
function Leaving({ unsaved }: { unsaved: Saving }) {
  const { t } = useTranslation('flows');
  const lost = unsaved === 'conflict' || unsaved === 'failed';
  const { status, proceed, reset } = useBlocker({ shouldBlockFn: ({ current, next }) => lost && current.pathname !== next.pathname, enableBeforeUnload: () => unsaved !== 'saved', withResolver: true });
  return (
    <Modal opened={status === 'blocked'} onClose={() => { reset?.(); }} title={t('leave.title')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <div className="col" data-testid="flow-leave">
        <p>{t('leave.about')}</p>
        <div className="row end">
          <Button variant="default" onClick={() => { proceed?.(); }} data-testid="flow-leave-go">{t('leave.go')}</Button>
          <Button onClick={() => { reset?.(); }} data-testid="flow-leave-stay">{t('leave.stay')}</Button>
        </div>
      </div>
    </Modal>
  );
}

interface HeadProps {
  flow: Flow;
  saving: string;
  beside: Beside;
  onBeside: (next: Beside) => void;
  view: 'canvas' | 'list';
  onView: (view: 'canvas' | 'list') => void;
  things: ReturnType<typeof useThings>;
  save: () => Promise<Flow>;
  onPublished: (flow: Flow) => void;
}

function Head({ flow, saving, beside, onBeside, view, onView, things, save, onPublished }: HeadProps) {
  const { t } = useTranslation('flows');
  const [settings, setSettings] = useState(false);
  return (
    <header className={styles.head}>
      <nav className="meta" aria-label={t('crumb')}>
        <Link to="/admin/flows">{t('title')}</Link>
      </nav>
      <h1 className="clip">{flow.name}</h1>
      <Standing flow={flow} saving={saving} />
      <span className="grow" />
      <Findings things={things} />
      <SegmentedControl aria-label={t('view.title')} data={(['canvas', 'list'] as const).map(value => ({ value, label: <span data-testid={`flow-view-${value}`}>{t(`view.${value}`)}</span> }))} value={view} onChange={value => { onView(value as 'canvas' | 'list'); }} />
      <Button variant="default" px="xs" aria-label={t('settings')} onClick={() => { setSettings(true); }} data-testid="flow-settings"><IconSettings size={16} /></Button>
      <Button variant="default" leftSection={<IconHistory size={16} />} aria-pressed={beside === 'history'} onClick={() => { onBeside('history'); }} data-testid="flow-history">{t('history.act')}</Button>
      <Button variant="default" leftSection={<IconPlayerPlay size={16} />} aria-pressed={beside === 'test'} onClick={() => { onBeside('test'); }} data-testid="flow-test">{t('test.act')}</Button>
      <Publish things={things} save={save} onPublished={onPublished} />
      {settings && <FlowDrawer flow={flow} before={save} onKept={onPublished} onClose={() => { setSettings(false); }} />}
    </header>
  );
}

/** What calls take now, and whether the draft differs from it. */
function Standing({ flow, saving }: { flow: Flow; saving: string }) {
  const { t } = useTranslation('flows');
  const format = useFormat();
  const name = usePersonName();
  const live = useVersions(flow.id).data?.find(({ number }) => number === flow.published);
  const draft = flow.changed || saving !== 'saved';
  return (
    <>
      {!flow.active && <Pill square tone="warn">{t('retired')}</Pill>}
      {draft || !flow.published ? <Pill square tone="warn" testId="flow-standing">{t('standing.draft', { number: (flow.published ?? 0) + 1 })}</Pill> : <Pill square tone="ok" testId="flow-standing">{t('standing.live', { number: flow.published })}</Pill>}
      {draft && flow.published && <span className="meta ink2 clip">{t('standing.published', { number: flow.published, at: flow.published_at ? format.stamp(flow.published_at) : '', by: name(live?.by) ?? '' })}</span>}
      <span className="meta ink3" role="status">{t(`saving.${saving}`)}</span>
    </>
  );
}

