import { useRouterState } from '@tanstack/react-router';
import { createContext, use, useState } from 'react';

const isTyping = () => {
  const at = document.activeElement;
  return at instanceof HTMLTextAreaElement || (at instanceof HTMLInputElement && at.value !== '') || (at instanceof HTMLElement && at.isContentEditable);
};

/** Where a ringing call appears: over the whole desk page, or only as a bar while the agent writes or is elsewhere. */
export type PopPlace = 'page' | 'bar';
export const PopPlaceContext = createContext<PopPlace>('page');
export const usePopPlace = (): PopPlace => use(PopPlaceContext);

/** Decided when the offer arrives: a pop never takes the page from under the caret. */
export function usePlaceOf(offer: string | undefined): PopPlace {
  const onDesk = useRouterState({ select: state => state.location.pathname === '/' });
  const [arrival, setArrival] = useState<{ offer: string | undefined; typing: boolean }>({ offer: undefined, typing: false });
  if (arrival.offer !== offer) setArrival({ offer, typing: offer !== undefined && isTyping() });
  return onDesk && !arrival.typing ? 'page' : 'bar';
}
