import { Problem } from '@madoguchi/api';
import { useLiveState } from '@madoguchi/live';
import { useCallback, useEffect, useRef, useState } from 'react';

/** `kept`: only in this browser as yet. `conflict`: another device wrote meanwhile, and somebody must choose. */
export type Saving = { state: 'clean' | 'pending' | 'kept' | 'conflict' } | { state: 'saved'; at: Date };

export interface Kept<Value> {
  value: Value;
  /** 0 while the server has none. */
  version: number;
}

export interface DraftDoor<Value> {
  /** Under which this browser keeps what the server does not have yet. */
  key: string;
  first: Kept<Value>;
  /** Saves over `version`; without one, over whatever is there. Answers the new version. */
  save: (value: Value, version: number | undefined) => Promise<number>;
  load: () => Promise<Kept<Value>>;
}

export interface Draft<Value> {
  value: Value;
  change: (part: Partial<Value>) => void;
  saving: Saving;
  /** Ends a conflict: with my words, or with those of the other device. */
  settle: (choice: 'mine' | 'theirs') => void;
  /** The text has become something else (a note, a finished form): nothing is owed to the server any more. */
  done: () => void;
}

const PAUSE = 700;

/**
 * Text that is never lost. Each change is kept in this browser at once and sent to the server after a short pause;
 * what could not be sent is sent when the line is back. The browser's copy goes as soon as the server has it.
 */
export function useDraft<Value extends object>(door: DraftDoor<Value>): Draft<Value> {
  const store = placeOf(door.key);
  const [value, setValue] = useState<Value>(() => keptHere<Value>(door.key) ?? door.first.value);
  const [saving, setSaving] = useState<Saving>(() => ({ state: localStorage.getItem(store) === null ? 'clean' : 'kept' }));
  const latest = useRef({ value, door, version: door.first.version });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current.value = value;
    latest.current.door = door;
  });

  const last = useRef(Promise.resolve());
  const send = useCallback(
    async (force: boolean) => {
      const { value: sent, door: current, version } = latest.current;
      try {
        latest.current.version = await current.save(sent, force ? undefined : version);
        if (latest.current.value !== sent) return;
        localStorage.removeItem(store);
        setSaving({ state: 'saved', at: new Date() });
      } catch (error) {
        setSaving({ state: error instanceof Problem && error.status === 412 ? 'conflict' : 'kept' });
      }
    },
    [store],
  );
  // One after the other: a second one under way would refer to the version before the first, and clash with it.
  const flush = useCallback(
    (force = false) => {
      clearTimeout(timer.current);
      last.current = last.current.then(() => send(force));
      return last.current;
    },
    [send],
  );

  const change = useCallback(
    (part: Partial<Value>) => {
      setValue(current => {
        const next = { ...current, ...part };
        localStorage.setItem(store, JSON.stringify(next));
        return next;
      });
      setSaving(current => (current.state === 'conflict' ? current : { state: 'pending' }));
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), PAUSE);
    },
    [store, flush],
  );

  const done = useCallback(() => {
    clearTimeout(timer.current);
    localStorage.removeItem(store);
  }, [store]);

  const settle = useCallback(
    (choice: 'mine' | 'theirs') => {
      if (choice === 'mine') {
        void flush(true);
        return;
      }
      void latest.current.door.load().then(theirs => {
        done();
        latest.current.version = theirs.version;
        setValue(theirs.value);
        setSaving({ state: 'clean' });
      });
    },
    [flush, done],
  );

  useSendWhenBack(saving.state === 'kept', flush);
  useEffect(() => () => { clearTimeout(timer.current); }, []);
  return { value, change, saving, settle, done };
}

function useSendWhenBack(kept: boolean, flush: () => Promise<void>): void {
  const live = useLiveState();
  useEffect(() => {
    if (live !== 'online' || !kept) return undefined;
    const soon = setTimeout(() => void flush(), 0);
    return () => { clearTimeout(soon); };
  }, [live, kept, flush]);
}

const placeOf = (key: string) => `madoguchi.draft.${key}`;

/** What this browser holds of a draft that the server does not have yet. */
export function keptHere<Value>(key: string): Value | undefined {
  try {
    return (JSON.parse(localStorage.getItem(placeOf(key)) ?? 'null') as Value | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export const forgetHere = (key: string): void => { localStorage.removeItem(placeOf(key)); };
