import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { patch, put } from './patch';

it.each([
  ['tells what moved', (cache: QueryClient) => { patch<number>(cache, ['waiting'], waiting => waiting - 1); }],
  ['tells it whole', (cache: QueryClient) => { put(cache, ['waiting'], 0); }],
])('an event that %s is not undone by an answer that was on its way when it came', async (_how, event) => {
  const cache = new QueryClient();
  let waiting = 1;
  const answers: (() => void)[] = [];
  const queryFn = () => new Promise<number>(resolve => { const seen = waiting; answers.push(() => { resolve(seen); }); });
  const leave = new QueryObserver(cache, { queryKey: ['waiting'], queryFn, initialData: 1, staleTime: 0 }).subscribe(() => undefined);
  expect(answers).toHaveLength(1);
  waiting = 0;
  event(cache);
  expect(cache.getQueryData(['waiting'])).toBe(0);
  for (const answer of answers) answer();
  await expect.poll(() => cache.isFetching()).toBe(0);
  expect(cache.getQueryData(['waiting'])).toBe(0);
  leave();
});
