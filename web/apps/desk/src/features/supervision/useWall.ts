import { useEffect } from 'react';
import type { BoardSearch } from './search';

/** The board alone on the screen, for a wall: it covers the frame, and the browser's own frame where it may. */
export function useWall(search: BoardSearch, onShow: (search: BoardSearch) => void): { on: boolean; toggle: () => void } {
  const on = search.wall === true;
  useEffect(() => {
    if (!on) return undefined;
    const left = () => { if (!document.fullscreenElement) onShow({ ...search, wall: undefined }); };
    document.addEventListener('fullscreenchange', left);
    return () => { document.removeEventListener('fullscreenchange', left); };
  }, [on, onShow, search]);
  const toggle = () => {
    onShow({ ...search, wall: on ? undefined : true });
    // A browser that refuses (no gesture, a kiosk that is full screen already) still shows the board alone.
    if (on) void document.exitFullscreen().catch(() => undefined);
    else void document.documentElement.requestFullscreen().catch(() => undefined);
  };
  return { on, toggle };
}
