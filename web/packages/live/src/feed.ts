/** What the desk knows about its line to the server. `offline`: the browser itself has no network. */
export type LiveState = 'connecting' | 'online' | 'reconnecting' | 'offline' | 'stopped';

/**
 * The frames of the server. `seq` is a fact's id; a watermark is a place to resume from (of another kind than the
 * ids: never compare the two), after which some facts may be told again.
 */
interface Frame {
  seq?: number;
  trace?: string;
  event?: string;
  body?: unknown;
  watermark?: number;
  reload?: boolean;
  pong?: number;
}

export interface FeedOptions {
  url: string;
  onEvent: (event: string, body: unknown, trace: string | undefined) => void;
  /** The state on screen may have holes: read it again. Called on the first connection too. */
  onReload: () => void;
  onState: (state: LiveState) => void;
  socket?: (url: string) => WebSocket;
  random?: () => number;
}

const PING_EVERY = 15_000;
const PONG_WITHIN = 8_000;
const FIRST_RETRY = 400;
const LONGEST_RETRY = 15_000;
/** After so long without the server we no longer trust a replay and read the state again. */
const TOO_LONG_GAP = 120_000;
/** More than the longest replay of the server. */
const REMEMBERED = 5_000;

/**
 * One socket that never gives up. It resumes from the last watermark, drops what it has seen, and says plainly
 * whether it is connected. State is read after the socket is open, so nothing falls between the two.
 */
export class LiveFeed {
  private socket: WebSocket | undefined;
  private watermark: number | undefined;
  /** What arrived, by fact id: the names of its events (one fact may be told in several). Oldest first, bounded. */
  private readonly seen = new Map<number, Set<string>>();
  private readonly topics = new Map<string, number>();
  private attempts = 0;
  private lostAt: number | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private heartbeat: ReturnType<typeof setInterval> | undefined;
  private pongDue: ReturnType<typeof setTimeout> | undefined;
  private stopped = true;

  constructor(private readonly options: FeedOptions) {}

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    window.addEventListener('online', this.reconnectNow);
    window.addEventListener('offline', this.networkLost);
    this.options.onState('connecting');
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    window.removeEventListener('online', this.reconnectNow);
    window.removeEventListener('offline', this.networkLost);
    clearTimeout(this.retry);
    this.drop();
    this.options.onState('stopped');
  }

  /** Follow a topic until the returned function is called. Several followers share one subscription. */
  subscribe(topic: string): () => void {
    const followers = this.topics.get(topic) ?? 0;
    this.topics.set(topic, followers + 1);
    if (followers === 0) this.send({ subscribe: [topic] });
    return () => {
      const left = (this.topics.get(topic) ?? 1) - 1;
      if (left > 0) this.topics.set(topic, left);
      else if (this.topics.delete(topic)) this.send({ unsubscribe: [topic] });
    };
  }

  private readonly reconnectNow = (): void => {
    clearTimeout(this.retry);
    this.attempts = 0;
    if (!this.socket && !this.stopped) this.connect();
  };

  private readonly networkLost = (): void => {
    this.lost();
    this.options.onState('offline');
  };

  private connect(): void {
    const after = this.watermark === undefined ? '' : `?after=${String(this.watermark)}`;
    const socket = (this.options.socket ?? (url => new WebSocket(url)))(`${this.options.url}${after}`);
    this.socket = socket;
    socket.onopen = () => {
      if (socket === this.socket) this.opened();
    };
    socket.onmessage = (message: MessageEvent<string>) => {
      if (socket === this.socket) this.received(JSON.parse(message.data) as Frame);
    };
    socket.onclose = () => {
      if (socket === this.socket) this.lost();
    };
  }

  private opened(): void {
    // Without a watermark there is nothing to resume from: the very first attempts may have failed.
    const gap = this.lostAt === undefined || this.watermark === undefined ? Infinity : Date.now() - this.lostAt;
    this.attempts = 0;
    this.lostAt = undefined;
    if (this.topics.size) this.send({ subscribe: [...this.topics.keys()] });
    this.heartbeat = setInterval(this.ping, PING_EVERY);
    this.options.onState('online');
    if (gap > TOO_LONG_GAP || this.topics.size > 0) this.options.onReload(); // what topics told meanwhile is not replayed
  }

  private received(frame: Frame): void {
    if (frame.pong !== undefined) clearTimeout(this.pongDue);
    if (frame.reload) this.options.onReload();
    if (frame.watermark !== undefined) this.watermark = frame.watermark;
    if (frame.event === undefined) return;
    if (frame.seq !== undefined && !this.isNew(frame.seq, frame.event)) return;
    this.options.onEvent(frame.event, frame.body, frame.trace);
  }

  private isNew(seq: number, event: string): boolean {
    const events = this.seen.get(seq) ?? new Set();
    if (events.has(event)) return false;
    this.seen.set(seq, events.add(event));
    if (this.seen.size > REMEMBERED) this.seen.delete(this.seen.keys().next().value!);
    return true;
  }

  private readonly ping = (): void => {
    this.send({ ping: Date.now() });
    clearTimeout(this.pongDue);
    this.pongDue = setTimeout(() => {
      this.lost();
    }, PONG_WITHIN);
  };

  private lost(): void {
    this.drop();
    if (this.stopped) return;
    this.lostAt ??= Date.now();
    this.options.onState(navigator.onLine ? 'reconnecting' : 'offline');
    const ceiling = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.attempts++);
    const wait = ceiling * (0.5 + 0.5 * (this.options.random ?? Math.random)());
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      this.connect();
    }, wait);
  }

  private drop(): void {
    clearInterval(this.heartbeat);
    clearTimeout(this.pongDue);
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  private send(frame: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }
}
