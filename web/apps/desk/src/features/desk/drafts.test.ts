import { Problem } from '@madoguchi/api';
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptHere, useDraft } from './drafts';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});
const soon = async (ms = 700) => { await act(() => vi.advanceTimersByTimeAsync(ms)); };

/** A server that keeps one text and takes `slow` ms to do it; as the real one, it refuses what refers to an older version. */
function server(slow: number) {
  let version = 0;
  const kept: string[] = [];
  const save = async (value: { text: string }, over: number | undefined) => {
    await new Promise(resolve => { setTimeout(resolve, slow); });
    if (over !== undefined && over !== version) throw new Problem(412, 'version_moved', '', undefined, [], undefined);
    kept.push(value.text);
    version += 1;
    return version;
  };
  return { kept, save };
}
const write = (save: ReturnType<typeof server>['save']) =>
  renderHook(() => useDraft<{ text: string }>({ key: 'x1.note', first: { value: { text: '' }, version: 0 }, save, load: () => Promise.resolve({ value: { text: '' }, version: 0 }) }));

describe('a draft', () => {
  it('does not clash with itself where the line is slower than the typing', async () => {
    const { kept, save } = server(2_000);
    const { result } = write(save);
    act(() => { result.current.change({ text: '冷蔵庫' }); });
    await soon(900);
    act(() => { result.current.change({ text: '冷蔵庫が冷えない' }); });
    await soon(6_000);
    expect(result.current.saving.state).toBe('saved');
    expect(kept).toEqual(['冷蔵庫', '冷蔵庫が冷えない']);
    expect(keptHere('x1.note')).toBeUndefined();
  });

  it('is still there for the next screen when this one goes before the server has it', () => {
    const { result, unmount } = write(server(0).save);
    act(() => { result.current.change({ text: '折り返しは 15 時' }); });
    unmount();
    expect(keptHere('x1.note')).toEqual({ text: '折り返しは 15 時' });
  });
});
