import type { Flow, Graph } from '@madoguchi/api';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, it, vi } from 'vitest';
import { useDraft } from './useEditor';

const graph = (...ids: string[]) => ({ nodes: ids.map(id => ({ kind: 'start', id })), edges: [] }) as Graph;
const flow = (version: number, draft: Graph) => ({ id: 'f1', name: '代表', version, draft }) as Flow;

/** A server with a flow of the second version, which refuses whatever refers to another one. */
function server() {
  let now = flow(2, graph('start', 'theirs'));
  const kept: Graph[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.headers.get('If-Match') !== `"${String(now.version)}"`) return Response.json({ status: 412, code: 'version_moved', title: '' }, { status: 412 });
    const { draft } = (await request.json()) as { draft: Graph };
    kept.push(draft);
    now = flow(now.version + 1, draft);
    return Response.json(now);
  });
  return { kept, theirs: now };
}
const open = (first: Flow) => {
  const cache = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={cache}>{children}</QueryClientProvider>;
  return renderHook(() => useDraft(first), { wrapper });
};
afterEach(() => { vi.unstubAllGlobals(); });

it('keeps the last change of whoever leaves the editor in the same breath', async () => {
  const { kept, theirs } = server();
  const { result, unmount } = open(theirs);
  const mine = graph('start', 'mine');
  act(() => { result.current.change(mine); });
  unmount();
  await waitFor(() => { expect(kept).toEqual([mine]); });
});

it('keeps my graph over that of somebody who saved first, when I say so', async () => {
  const { kept, theirs } = server();
  const { result } = open(flow(1, graph('start')));
  const mine = graph('start', 'mine');
  act(() => { result.current.change(mine); });
  await act(() => result.current.save().catch(() => undefined));
  expect([result.current.saving, kept]).toEqual(['conflict', []]);
  act(() => { result.current.keep(theirs); });
  await waitFor(() => { expect(result.current.saving).toBe('saved'); });
  expect([kept, result.current.graph]).toEqual([[mine], mine]);
});
