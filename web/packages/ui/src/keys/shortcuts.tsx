import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';

/**
 * A key and its meaning. `keys` reads `Alt+A`, `Mod+K`, `Alt+Enter`; letters are physical keys, so no IME or layout moves
 * them. `?` alone is the sign, wherever the layout has it, and is left to whoever is writing.
 */
export interface Shortcut {
  keys: string;
  label: string;
  group: string;
}
interface Registered extends Shortcut {
  id: number;
  run: () => void;
}

interface Registry {
  list: readonly Registered[];
  add: (entry: Omit<Registered, 'id'>) => () => void;
}
const ShortcutContext = createContext<Registry>({ list: [], add: () => () => undefined });

const isApple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
/** How a key is printed on its button: `Alt A`, `⌥ A`, `Ctrl K`, `⌘ K`. */
export const keyName = (keys: string): string =>
  keys.replace('Mod', isApple ? '⌘' : 'Ctrl').replace('Alt', isApple ? '⌥' : 'Alt').replace('Enter', '↵').replaceAll('+', ' ');

const codeOf = (key: string): string => (/^[A-Z]$/.test(key) ? `Key${key}` : /^\d$/.test(key) ? `Digit${key}` : key === '/' ? 'Slash' : key);

const isWriting = ({ target }: KeyboardEvent) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=range])'));

function matches(keys: string, event: KeyboardEvent): boolean {
  if (keys === '?') return event.key === '?' && !event.altKey && !event.ctrlKey && !event.metaKey && !isWriting(event);
  const parts = keys.split('+');
  const key = parts.pop()!;
  const mod = isApple ? event.metaKey : event.ctrlKey;
  return (
    event.code === codeOf(key) &&
    event.altKey === parts.includes('Alt') &&
    mod === parts.includes('Mod') &&
    event.shiftKey === parts.includes('Shift')
  );
}

/** Listens once for the whole page. Keys that an IME is composing with belong to the IME. */
export function ShortcutProvider({ children }: { children: ReactNode }) {
  const [list, setList] = useState<readonly Registered[]>([]);
  const next = useRef(0);
  const registry = useMemo<Registry>(
    () => ({
      list,
      add: entry => {
        const id = next.current++;
        setList(current => [...current, { ...entry, id }]);
        return () => {
          setList(current => current.filter(each => each.id !== id));
        };
      },
    }),
    [list],
  );
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing || event.repeat) return;
      const found = list.findLast(each => matches(each.keys, event));
      if (!found) return;
      event.preventDefault();
      found.run();
    };
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', listen);
    };
  }, [list]);
  return <ShortcutContext value={registry}>{children}</ShortcutContext>;
}

/** Binds a key for as long as the caller is on screen and `when` holds. The newest binding of a key wins. */
export function useShortcut(shortcut: Shortcut, run: () => void, when = true): void {
  const { add } = use(ShortcutContext);
  const latest = useRef(run);
  const adder = useRef(add);
  useEffect(() => {
    latest.current = run;
    adder.current = add;
  });
  const { keys, label, group } = shortcut;
  useEffect(() => {
    if (!when) return undefined;
    return adder.current({ keys, label, group, run: () => { latest.current(); } });
  }, [keys, label, group, when]);
}

/** What can be pressed right now, for the help sheet. */
export function useShortcutList(): readonly Shortcut[] {
  return use(ShortcutContext).list;
}
