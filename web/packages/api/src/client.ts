import { client } from './generated/client.gen';
import { Problem } from './problem';

let csrfToken: string | undefined;
const listeners = { signedOut: new Set<() => void>(), locked: new Set<() => void>() };
type Ending = keyof typeof listeners;

/** The token of the running session; every write carries it. */
export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

/** Called whenever the server says that nobody is signed in (any more), or that this session is locked. */
export function onSession(ending: Ending, listener: () => void): () => void {
  listeners[ending].add(listener);
  return () => listeners[ending].delete(listener);
}

/** The header that makes an edit refer to the version it was made on: `headers: ifMatch(customer.version)`. */
export const ifMatch = (version: number) => ({ 'If-Match': `"${String(version)}"` });

/** Each POST is one intent: repeats of it (by us or by the network) carry the same key and act once. */
function prepared(request: Request): Request {
  if (request.method !== 'GET' && csrfToken) request.headers.set('X-CSRF-Token', csrfToken);
  if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) request.headers.set('Idempotency-Key', crypto.randomUUID());
  return request;
}

/** Every request of the application goes through here; every refusal leaves as a `Problem`. */
async function ask(request: Request): Promise<Response> {
  const response = await fetch(prepared(request)).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw Problem.unreachable();
  });
  if (response.ok) return response;
  const problem = await Problem.of(response);
  if (problem.status === 401) for (const told of listeners[problem.code === 'session_locked' ? 'locked' : 'signedOut']) told();
  throw problem;
}

client.setConfig({ baseUrl: location.origin, credentials: 'same-origin', fetch: request => ask(request as Request) });
