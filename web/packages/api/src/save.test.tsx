import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { Problem } from './problem';
import { useSave } from './save';

const changed = (version?: number) => new Problem(412, 'version_changed', '', undefined, [], undefined, version);
const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>;

function saving(...answers: (Problem | string)[]) {
  const sent: string[] = [];
  const save = (match: { 'If-Match': string }) => {
    sent.push(match['If-Match']);
    const answer = answers.shift();
    return answer instanceof Problem ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { sent, hook: renderHook(() => useSave({ version: 3, save }), { wrapper }).result };
}

describe('useSave', () => {
  it('refers to the version that is shown, and after the warning to the one in force', async () => {
    const { sent, hook } = saving(changed(7), 'kept', 'kept');
    hook.current.mutate();
    await waitFor(() => { expect(hook.current.error).toMatchObject({ status: 412, replaceable: true }); });
    hook.current.mutate();
    await waitFor(() => { expect(hook.current.isSuccess).toBe(true); });
    expect(sent).toEqual(['"3"', '"7"']);
  });

  it('offers nothing where the version in force is not told', async () => {
    const { sent, hook } = saving(changed(), changed());
    hook.current.mutate();
    await waitFor(() => { expect(hook.current.error).toMatchObject({ status: 412, replaceable: false }); });
    hook.current.mutate();
    await waitFor(() => { expect(sent).toEqual(['"3"', '"3"']); });
  });
});
