/** The lists of what is owed over the fixtures: who is slower than a colleague, and what a booking asks of the server. */
import type { TaskRow } from '@madoguchi/api';
import { cleanup, configure, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { App } from '../src/app/App';
import { startTexts } from '../src/app/texts';
import { fakeServer, problem } from './server';
import { deskOf, session, tasks } from './world';

configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 40_000 });
afterEach(() => {
  cleanup();
  localStorage.clear();
});

const task = { ...tasks[0]!, id: 't1', kind: 'todo', state: 'open', text: '見積りを送る', due: null, owner_id: 'u1', owner_name: '佐藤 由美', version: 1 } as TaskRow;

it('shows a colleague’s change beside mine, and keeps mine over it only when I say so', async () => {
  localStorage.setItem('madoguchi.locale', 'ja');
  history.replaceState(null, '', '/tasks');
  let tries = 0;
  const { asked } = fakeServer({
    session: session('ja', 'light'),
    desk: deskOf('idle'),
    offline: false,
    answers: {
      'GET /tasks': () => ({ items: [task], next: null }),
      'GET /people': () => [{ id: 'u1', name: '佐藤 由美', kana: '', email: '' }],
      'GET /tasks/t1': () => ({ ...task, text: '見積りを二通送る', version: 2 }),
      'PATCH /tasks/t1': () => ((tries += 1) === 1 ? problem(412, 'version_moved') : { ...task, version: 3 }),
    },
  });
  startTexts();
  render(<App />);
  const user = userEvent.setup({ delay: null });
  await user.click(await screen.findByText('見積りを送る'));
  await user.type(await screen.findByTestId('task-text'), '（至急）');
  await user.click(screen.getByTestId('task-form-save'));
  expect((await screen.findByTestId('conflict')).textContent).toContain('見積りを二通送る');
  expect(screen.getByTestId<HTMLTextAreaElement>('task-text').value).toBe('見積りを送る（至急）');
  await user.click(screen.getByTestId('conflict-keep-mine'));
  await waitFor(() => { expect(screen.queryByTestId('task-form')).toBeNull(); });
  expect(asked.filter(each => each.what === 'PATCH /tasks/t1').map(each => (each.body as { text: string }).text)).toEqual(['見積りを送る（至急）', '見積りを送る（至急）']);
});
