import { ifMatch, keys, Problem, workflowsCheckGraph, workflowsSaveDraft, type Checked, type ExitView, type FaultView, type Flow, type Graph, type Tried } from '@madoguchi/api';
import { useLocale } from '@madoguchi/i18n';
import { useLiveState } from '@madoguchi/live';
import { useDebouncedCallback, useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { patch as patched } from './graph';
import { changed, opened, redone, undone } from './history';
import type { Step } from './kinds';

export type Saving = 'saved' | 'waiting' | 'conflict' | 'failed';
const AUTOSAVE_MS = 800;
const CHECK_MS = 300;
const NONE: never[] = [];

/** Everything that the parts of the editor share. */
export interface Editor {
  flow: Flow;
  graph: Graph;
  /** An older version is being looked at: nothing can be changed. */
  readonly: boolean;
  change: (next: Graph, about?: string) => void;
  patch: (id: string, part: Partial<Step>, about?: string) => void;
  undo: (() => void) | undefined;
  redo: (() => void) | undefined;
  selected: string | undefined;
  select: (id: string | undefined) => void;
  checked: Checked | undefined;
  exitsOf: (id: string) => ExitView[];
  faultsOf: (id: string) => FaultView[];
  /** What a way out is called, in the reader's language. */
  called: (id: string, exit: string) => string;
  tried: Tried | undefined;
  setTried: (tried: Tried | undefined) => void;
}

const EditorContext = createContext<Editor | undefined>(undefined);
export const EditorProvider = EditorContext.Provider;

/** Raises outside the editor. */
export function useEditor(): Editor {
  const editor = use(EditorContext);
  if (!editor) throw new Error('useEditor outside of a flow editor');
  return editor;
}

/** What the server says of a graph: faults at their steps, and the ways out each step has as it is set now. */
export function useChecked(graph: Graph): Checked | undefined {
  const [asked] = useDebouncedValue(graph, CHECK_MS);
  return useQuery({
    queryKey: [...keys.flows, 'check', asked],
    queryFn: ({ signal }) => workflowsCheckGraph({ body: { draft: asked }, signal }),
    placeholderData: previous => previous,
    gcTime: 0,
    staleTime: Infinity,
  }).data;
}

/** A draft under work: changed here, kept at the server a breath later. */
export function useDraft(first: Flow) {
  const cache = useQueryClient();
  const [flow, setFlow] = useState(first);
  const [past, setPast] = useState(() => opened(first.draft));
  const [saving, setSaving] = useState<Saving>('saved');
  const [problem, setProblem] = useState<unknown>();
  const held = useRef({ flow: first, graph: first.draft, kept: first.draft, chain: Promise.resolve(first) });

  const take = useCallback((next: Flow) => {
    held.current.flow = next;
    setFlow(next);
    cache.setQueryData(keys.flow(next.id), next);
    void cache.invalidateQueries({ queryKey: keys.flows, refetchType: 'none' });
  }, [cache]);

  /** Keep what is on the screen; answers with the flow as it is kept then. Raises the server's refusal. */
  const save = useCallback((): Promise<Flow> => {
    const work = async () => {
      const state = held.current;
      const { graph } = state;
      if (graph === state.kept) return state.flow;
      try {
        const next = await workflowsSaveDraft({ path: { flow_id: state.flow.id }, body: { draft: graph }, headers: ifMatch(state.flow.version) });
        state.kept = graph;
        take(next);
        setProblem(undefined);
        setSaving(state.graph === graph ? 'saved' : 'waiting');
        return next;
      } catch (error) {
        setProblem(error);
        setSaving(error instanceof Problem && error.status === 412 ? 'conflict' : 'failed');
        throw error;
      }
    };
    const { chain } = held.current;
    held.current.chain = chain.then(work, work);
    return held.current.chain;
  }, [take]);
  const soon = useDebouncedCallback(() => { save().catch(() => undefined); }, { delay: AUTOSAVE_MS, flushOnUnmount: true });
  useSendWhenBack(saving === 'failed', save);

  const become = useCallback((next: Graph) => {
    if (next === held.current.graph) return;
    held.current.graph = next;
    setSaving(now => (now === 'conflict' ? now : 'waiting'));
    soon();
  }, [soon]);
  const change = useCallback((next: Graph, about?: string) => {
    become(next);
    setPast(now => changed(now, next, about, performance.now()));
  }, [become]);
  const step = useCallback((to: typeof past) => {
    become(to.now);
    setPast(to);
  }, [become]);
  /** What the server made of it (published, rolled back, read anew): the screen follows. */
  const follow = useCallback((next: Flow) => {
    take(next);
    held.current.graph = next.draft;
    held.current.kept = next.draft;
    setSaving('saved');
    setProblem(undefined);
    setPast(opened(next.draft));
  }, [take]);

  /** Somebody else saved first, and what stands here is to count all the same: it is kept over theirs. */
  const keep = useCallback((theirs: Flow) => {
    take(theirs);
    held.current.kept = theirs.draft;
    setSaving('waiting');
    save().catch(() => undefined);
  }, [take, save]);

  return {
    flow,
    graph: past.now,
    saving,
    problem,
    change,
    patch: (id: string, part: Partial<Step>, about?: string) => { change(patched(held.current.graph, id, part), about && `${id} ${about}`); },
    undo: past.before.length > 0 ? () => { step(undone(past)); } : undefined,
    redo: past.after.length > 0 ? () => { step(redone(past)); } : undefined,
    save,
    take,
    follow,
    keep,
  };
}

/** What could not be kept while the line was down is kept when it is back. */
function useSendWhenBack(failed: boolean, save: () => Promise<unknown>): void {
  const live = useLiveState();
  useEffect(() => {
    if (live === 'online' && failed) save().catch(() => undefined);
  }, [live, failed, save]);
}

/** Faults and ways out by step, each list the same object while nothing about it changes. */
export function useFindings(checked: Checked | undefined) {
  const ja = useLocale() === 'ja';
  return useMemo(() => {
    const faults = new Map<string, FaultView[]>();
    for (const fault of checked?.faults ?? []) faults.set(fault.step, [...(faults.get(fault.step) ?? []), fault]);
    const exitsOf = (id: string): ExitView[] => checked?.exits[id] ?? NONE;
    return {
      exitsOf,
      faultsOf: (id: string): FaultView[] => faults.get(id) ?? NONE,
      called: (id: string, exit: string) => {
        const found = exitsOf(id).find(({ name }) => name === exit);
        return found ? (ja ? found.called.ja : found.called.en) : exit;
      },
    };
  }, [checked, ja]);
}
