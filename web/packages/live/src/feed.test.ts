import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveFeed, type LiveState } from './feed';

class FakeSocket {
  static all: FakeSocket[] = [];
  readyState: number = WebSocket.CONNECTING;
  sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }
  send(text: string) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.readyState = WebSocket.CLOSED;
  }
  open() {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }
  push(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  breakOff() {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.();
  }
}
const latest = () => FakeSocket.all[FakeSocket.all.length - 1]!;

describe('the live feed', () => {
  let events: [string, unknown][];
  let states: LiveState[];
  let reloads: number;
  let feed: LiveFeed;

  beforeEach(() => {
    vi.useFakeTimers();
    FakeSocket.all = [];
    events = [];
    states = [];
    reloads = 0;
    feed = new LiveFeed({
      url: 'ws://desk/live',
      onEvent: (event, body) => events.push([event, body]),
      onReload: () => (reloads += 1),
      onState: state => states.push(state),
      socket: url => new FakeSocket(url) as unknown as WebSocket,
      random: () => 1,
    });
    feed.start();
  });
  afterEach(() => {
    feed.stop();
    vi.useRealTimers();
  });

  it('reads the state once the socket is open', () => {
    expect(reloads).toBe(0);
    latest().open();
    expect([states, reloads]).toEqual([['connecting', 'online'], 1]);
  });

  it('hands on each fact once, however often it arrives', () => {
    latest().open();
    latest().push({ seq: 5, event: 'offer.made', body: { n: 1 } });
    latest().push({ seq: 5, event: 'offer.made', body: { n: 1 } });
    latest().push({ watermark: 8_000 });
    latest().push({ seq: 5, event: 'offer.made', body: { n: 1 } });
    latest().push({ seq: 5, event: 'presence.changed', body: {} });
    latest().push({ seq: 6, event: 'offer.made', body: { n: 2 } });
    expect(events).toEqual([
      ['offer.made', { n: 1 }],
      ['presence.changed', {}],
      ['offer.made', { n: 2 }],
    ]);
  });

  it('resumes after a cut from the last watermark, not from the last fact', () => {
    latest().open();
    latest().push({ watermark: 7 });
    latest().push({ seq: 9, event: 'task.changed', body: {} });
    latest().breakOff();
    vi.advanceTimersByTime(400);
    expect(FakeSocket.all).toHaveLength(2);
    expect(latest().url).toBe('ws://desk/live?after=7');
    latest().open();
    latest().push({ seq: 8, event: 'call.changed', body: {} });
    latest().push({ seq: 9, event: 'task.changed', body: {} });
    expect(events.map(([event]) => event)).toEqual(['task.changed', 'call.changed']);
    expect(reloads).toBe(1);
  });

  it('waits longer after each failed attempt and says that it is reconnecting', () => {
    latest().breakOff();
    vi.advanceTimersByTime(400);
    latest().breakOff();
    vi.advanceTimersByTime(799);
    expect(FakeSocket.all).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(FakeSocket.all).toHaveLength(3);
    expect(states).toEqual(['connecting', 'reconnecting', 'reconnecting']);
  });

  it('reads everything again after too long a gap, or when the server says so', () => {
    latest().open();
    latest().breakOff();
    vi.setSystemTime(Date.now() + 121_000);
    vi.advanceTimersByTime(400);
    latest().open();
    expect(reloads).toBe(2);
    latest().push({ reload: true });
    expect(reloads).toBe(3);
  });

  it('reads the state when the first connection came late: what happened before it was told to nobody', () => {
    latest().breakOff();
    vi.advanceTimersByTime(400);
    latest().open();
    expect(reloads).toBe(1);
  });

  it('notices a line that is dead without having been closed', () => {
    latest().open();
    vi.advanceTimersByTime(15_000 + 8_000);
    expect(states.at(-1)).toBe('reconnecting');
  });

  it('follows a topic once for several followers, and again after a reconnection', () => {
    latest().open();
    const first = feed.subscribe('topic:customer:1');
    const second = feed.subscribe('topic:customer:1');
    first();
    latest().breakOff();
    vi.advanceTimersByTime(400);
    latest().open();
    expect(latest().sent).toEqual([{ subscribe: ['topic:customer:1'] }]);
    expect(reloads).toBe(2); // what the topic told meanwhile was told to nobody
    second();
    expect(latest().sent.at(-1)).toEqual({ unsubscribe: ['topic:customer:1'] });
  });
});
