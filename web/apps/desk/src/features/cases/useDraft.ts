import { useState } from 'react';

const key = (name: string) => `madoguchi.draft.${name}`;

/** Text that survives a reload of this browser tab until it is sent. Kept for the session only: it is personal. */
export function useDraft(name: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => sessionStorage.getItem(key(name)) ?? '');
  return [
    text,
    next => {
      setText(next);
      if (next) sessionStorage.setItem(key(name), next);
      else sessionStorage.removeItem(key(name));
    },
  ];
}
