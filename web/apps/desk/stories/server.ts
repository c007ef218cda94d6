import type { Desk, SessionView } from '@madoguchi/api';
import * as world from './world';

interface World {
  session: SessionView | null;
  desk: Desk;
  offline: boolean;
  /** Answers of one's own, by `METHOD /path`, before the fixtures'. */
  answers?: Record<string, () => unknown>;
}

/** What was asked of the server, as `POST /offers/f1/accept`, with its query, and the body (of a file none) and the If-Match that came along. */
export interface Asked {
  what: string;
  query: URLSearchParams;
  body: unknown;
  match: string | null;
}

export const problem = (status: number, code: string, errors: unknown[] = [], headers: Record<string, string> = {}) => new Response(JSON.stringify({ status, code, title: code, errors }), { status, headers: { 'content-type': 'application/problem+json', ...headers } });
/** Somebody else saved first; what is in force now has this version. */
export const saved = (version: number) => problem(412, 'version_changed', [], { etag: `"${String(version)}"` });
const answer = (body: unknown) => new Response(JSON.stringify(body), { status: 200, headers: { 'content-type': 'application/json' } });
const page = (items: unknown[]) => ({ items, next: null, users: [] });

/** Answers every request of the application from fixtures, and opens a socket that says nothing. */
export function fakeServer({ session, desk, offline, answers = {} }: World): { asked: Asked[] } {
  const asked: Asked[] = [];
  const routes: [RegExp, (search: URLSearchParams) => unknown][] = [
    [/^GET \/session$/, () => session],
    [/^GET \/desk$/, () => desk],
    [/^GET \/demo\/callers$/, () => [{ story: 'repeat', call: {} }]],
    [/^GET \/identity-check-items$/, () => world.checkItems],
    [/^GET \/drafts$/, () => []],
    [/^GET \/customers\/vocabulary$/, () => world.vocabulary],
    [/^GET \/customers$/, search => page(world.customers.filter(each => !search.get('q') || `${each.name}${each.kana}${each.romaji}`.includes(search.get('q')!)))],
    [/^GET \/customers\/[^/]+$/, () => world.misaki],
    [/^GET \/drafts\//, () => ({ body: { text: '' }, version: 0 })],
    [/^GET \/timeline$/, () => page(world.timeline)],
    [/^GET \/contact-reasons/, () => world.reasons],
    [/^GET \/wrapup-templates/, () => world.templates],
    [/^GET \/colleagues/, () => world.colleagues],
    [/^GET \/crm\/card/, () => world.crmCard],
    [/^(PUT|POST|PATCH|DELETE) /, () => ({})],
  ];
  window.fetch = async (input, init) => {
    await Promise.resolve();
    const url = new URL(input instanceof Request ? input.url : input, location.origin);
    const request = input instanceof Request ? input : new Request(url, init);
    const what = `${request.method} ${url.pathname.replace('/api/v1', '')}`;
    const text = await request.text();
    asked.push({ what, query: url.searchParams, body: request.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined, match: request.headers.get('if-match') });
    const own = answers[what]?.();
    if (own instanceof Response) return own;
    if (own !== undefined) return answer(own);
    if (what === 'GET /session' && !session) return problem(401, 'unauthenticated');
    const route = routes.find(([pattern]) => pattern.test(what));
    return route ? answer(route[1](url.searchParams)) : problem(404, 'not_found');
  };
  window.WebSocket = quietSocket(offline);
  return { asked };
}

/** The sockets of the live feed that are open; a story or test may push frames into them. */
export const sockets = new Set<{ onmessage: ((message: { data: string }) => void) | null }>();

function quietSocket(offline: boolean): typeof WebSocket {
  return class extends EventTarget {
    static readonly OPEN = 1;
    readyState = 0;
    onopen: (() => void) | null = null;
    onclose: (() => void) | null = null;
    onmessage: ((message: { data: string }) => void) | null = null;
    constructor() {
      super();
      setTimeout(() => {
        if (this.readyState === 3) return;
        this.readyState = offline ? 3 : 1;
        if (offline) this.onclose?.();
        else {
          sockets.add(this);
          this.onopen?.();
        }
      }, 10);
    }
    send(text: string) {
      const { ping } = JSON.parse(text) as { ping?: number };
      if (ping) this.onmessage?.({ data: JSON.stringify({ pong: ping }) });
    }
    close() {
      this.readyState = 3;
      sockets.delete(this);
    }
  } as unknown as typeof WebSocket;
}
