import { useMutation, type UseMutationOptions } from '@tanstack/react-query';
import { useRef } from 'react';
import { ifMatch } from './client';
import { Problem } from './problem';

interface Save<Kept, Wish> extends Omit<UseMutationOptions<Kept, Error, Wish>, 'mutationFn'> {
  /** The version that is edited; nothing where something new is made. */
  version: number | undefined;
  save: (match: ReturnType<typeof ifMatch>, wish: Wish) => Promise<Kept>;
}

/**
 * Saving what was edited. When somebody else saved first the error says so, and nothing is overwritten; whoever saves
 * again after that warning refers to the version it told of.
 */
export function useSave<Kept, Wish = void>({ version, save, ...options }: Save<Kept, Wish>) {
  const theirs = useRef<number>(undefined);
  return useMutation({
    ...options,
    mutationFn: async (wish: Wish) => {
      const based = theirs.current ?? version ?? 0;
      theirs.current = undefined;
      try {
        return await save(ifMatch(based), wish);
      } catch (error) {
        if (error instanceof Problem && error.version !== undefined) {
          theirs.current = error.version;
          error.replaceable = true;
        }
        throw error;
      }
    },
  });
}
