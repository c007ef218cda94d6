import type { Bundle } from '@madoguchi/i18n';
import en from './en.json';
import ja from './ja.json';

export const uiBundle: Bundle = { namespace: 'ui', messages: { ja, en } };
