import { createContext, use, useLayoutEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';

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
  run: () => void;
}

/** Outside of React's state, so that a key works from the very moment in which its button is seen. */
class Registry {
  #list: readonly Registered[] = [];
  readonly #watchers = new Set<() => void>();

  add(entry: Registered): () => void {
    this.#change([...this.#list, entry]);
    return () => {
      this.#change(this.#list.filter(each => each !== entry));
    };
  }

  readonly list = () => this.#list;

  readonly watch = (watcher: () => void) => {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  };

  readonly press = (event: KeyboardEvent) => {
    if (event.isComposing || event.repeat) return;
    const found = this.#list.findLast(each => matches(each.keys, event));
    if (!found) return;
    event.preventDefault();
    found.run();
  };

  #change(list: readonly Registered[]): void {
    this.#list = list;
    for (const watcher of this.#watchers) watcher();
  }
}
const ShortcutContext = createContext(new Registry());

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
  const [registry] = useState(() => new Registry());
  useLayoutEffect(() => {
    window.addEventListener('keydown', registry.press);
    return () => {
      window.removeEventListener('keydown', registry.press);
    };
  }, [registry]);
  return <ShortcutContext value={registry}>{children}</ShortcutContext>;
}

/** Binds a key for as long as the caller is on screen and `when` holds. The newest binding of a key wins. */
export function useShortcut(shortcut: Shortcut, run: () => void, when = true): void {
  const registry = use(ShortcutContext);
  const latest = useRef(run);
  useLayoutEffect(() => {
    latest.current = run;
  });
  const { keys, label, group } = shortcut;
  useLayoutEffect(() => {
    if (!when) return undefined;
    return registry.add({ keys, label, group, run: () => { latest.current(); } });
  }, [registry, keys, label, group, when]);
}

/** What can be pressed right now, for the help sheet. */
export function useShortcutList(): readonly Shortcut[] {
  const registry = use(ShortcutContext);
  return useSyncExternalStore(registry.watch, registry.list);
}
