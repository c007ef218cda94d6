import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { LiveFeed, type LiveState } from './feed';

/** A feature's answer to live events: each handler brings the query cache up to date, and nothing else. */
export type LiveHandlers = Record<string, (cache: QueryClient, body: never, trace: string | undefined) => void>;

interface Line {
  state: LiveState;
  feed: LiveFeed | undefined;
}
const LiveContext = createContext<Line>({ state: 'stopped', feed: undefined });

const address = () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/live`;

/** Keeps one feed open for as long as it is mounted, and hands every event to all tables that name it. */
export function LiveProvider({ handlers, children }: { handlers: readonly LiveHandlers[]; children: ReactNode }) {
  const cache = useQueryClient();
  const [line, setLine] = useState<Line>({ state: 'connecting', feed: undefined });
  useEffect(() => {
    const feed = new LiveFeed({
      url: address(),
      onEvent: (event, body, trace) => {
        for (const table of handlers) table[event]?.(cache, body as never, trace);
      },
      onReload: () => void cache.invalidateQueries(),
      onState: state => {
        setLine({ state, feed });
      },
    });
    feed.start();
    return () => {
      feed.stop();
    };
  }, [cache, handlers]);
  return <LiveContext value={line}>{children}</LiveContext>;
}

export const useLiveState = (): LiveState => use(LiveContext).state;

/** Follows a topic such as `topic:customer:<id>` while the component is on screen. */
export function useTopic(topic: string | undefined): void {
  const { feed } = use(LiveContext);
  useEffect(() => (topic && feed ? feed.subscribe(topic) : undefined), [topic, feed]);
}
