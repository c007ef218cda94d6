import { startI18n } from '@madoguchi/i18n';
import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { uiBundle } from '../messages';
import { Avatar } from './Avatar';

it.each([['ja', '大'], ['en', 'O']] as const)('begins a name as a reader of %s sees it', (locale, letter) => {
  startI18n([uiBundle], locale);
  expect(render(<Avatar name="大西 陽子" romaji="onishi yoko" />).container.textContent).toBe(letter);
});
