/** Small things that must not get lost: what was entered, where a link leads, a file chosen again. */
import { startI18n } from '@madoguchi/i18n';
import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DataTable } from '../data/DataTable';
import { FilePick } from '../forms/FilePick';
import { FormDrawer } from '../forms/FormDrawer';
import { uiBundle } from '../messages';

beforeEach(() => { startI18n([uiBundle], 'ja'); });
const show = (what: ReactNode) => {
  render(<MantineProvider env="test">{what}</MantineProvider>);
  return userEvent.setup({ delay: null });
};

describe('a form in a drawer', () => {
  const form = (onClose: () => void) => (
    <FormDrawer opened title="受付時間" submit="保存する" onClose={onClose} onSubmit={() => undefined} saving={false} error={null}>
      <input aria-label="名前" />
    </FormDrawer>
  );

  it('closes by Escape while nothing was entered', async () => {
    const closed = vi.fn();
    const user = show(form(closed));
    await user.keyboard('{Escape}');
    expect(closed).toHaveBeenCalledOnce();
  });

  it('asks before it throws away what was entered', async () => {
    const closed = vi.fn();
    const user = show(form(closed));
    await user.type(screen.getByLabelText('名前'), '平日');
    await user.keyboard('{Escape}');
    expect(closed).not.toHaveBeenCalled();
    await user.click(screen.getByTestId('unsaved-discard'));
    expect(closed).toHaveBeenCalledOnce();
  });
});

describe('a row that opens', () => {
  it('leaves links and buttons in it to themselves', async () => {
    const [opened, called] = [vi.fn(), vi.fn()];
    const pages = { rows: [{ id: '1' }], loading: false, loadingMore: false, error: null, more: undefined, retry: () => undefined };
    const cell = () => <><button type="button" onClick={called}>03-1234-5678</button> 本文</>;
    const user = show(<DataTable label="履歴" columns={[{ key: 'who', title: '相手', cell }]} pages={pages} rowKey={row => row.id} onOpen={opened} empty={null} />);
    await user.click(screen.getByText('03-1234-5678'));
    expect([called.mock.calls.length, opened.mock.calls.length]).toEqual([1, 0]);
    await user.click(screen.getByText('本文'));
    expect(opened).toHaveBeenCalledOnce();
  });
});

it('takes the same file once more after it was mended', async () => {
  const picked = vi.fn();
  const user = show(<FilePick onPick={picked} inputProps={{ 'aria-label': '読み込む' }}>{props => <button type="button" {...props}>読み込む</button>}</FilePick>);
  const box = screen.getByLabelText<HTMLInputElement>('読み込む');
  await user.upload(box, new File(['a'], 'shifts.csv'));
  expect(picked).toHaveBeenCalledOnce();
  expect(box.value).toBe(''); // a browser tells of a change only
});
