import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Softphone, type LegState, type PhoneCredentials, type PhoneState } from './softphone';

type Listener = (event: unknown) => void;
class Emitter {
  private readonly listeners = new Map<string, Listener[]>();
  on(event: string, listener: Listener) {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }
  emit(event: string, body: unknown = {}) {
    for (const listener of this.listeners.get(event) ?? []) listener(body);
  }
}
class FakeSession extends Emitter {
  direction = 'incoming';
  answered = false;
  refused: number | undefined;
  quiet = false;
  servers: RTCIceServer[] | undefined;
  answer({ pcConfig }: { pcConfig: RTCConfiguration }) {
    this.answered = true;
    this.servers = pcConfig.iceServers;
  }
  ended = false;
  terminate(why?: { status_code: number }) {
    this.refused = why?.status_code;
    this.ended = true;
  }
  mute() {
    this.quiet = true;
  }
  unmute() {
    this.quiet = false;
  }
}
class FakeAgent extends Emitter {
  static all: FakeAgent[] = [];
  stopped = false;
  constructor(readonly configuration: { uri: string; password: string; sockets: FakeSocket[] }) {
    super();
    FakeAgent.all.push(this);
  }
  start() {
    this.emit('started');
  }
  stop() {
    this.stopped = true;
  }
}
class FakeSocket {
  constructor(readonly url: string) {}
}
vi.mock('jssip', () => ({ UA: FakeAgent, WebSocketInterface: FakeSocket }));

const issued: PhoneCredentials = { kind: 'asterisk', uri: 'sip:p1@switch', sockets: ['ws://east/ws', '/api/v1/phone/sockets/west'], user: 'p1', password: 'secret', expires: '2027-01-01T00:00:00Z' };
const ring = (call: string | undefined, agent = FakeAgent.all.at(-1)!) => {
  const session = new FakeSession();
  agent.emit('newRTCSession', { session, request: { getHeader: () => call } });
  return session;
};

describe('the softphone', () => {
  let states: PhoneState[];
  let legs: [LegState, string | undefined][];
  let credentials: ReturnType<typeof vi.fn<() => Promise<PhoneCredentials>>>;
  let phone: Softphone;

  beforeEach(async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-22T00:00:00Z') });
    FakeAgent.all = [];
    states = [];
    legs = [];
    credentials = vi.fn(() => Promise.resolve(issued));
    phone = new Softphone({ credentials, giveBack: () => Promise.resolve(), onPhone: state => states.push(state), onLeg: (state, call) => legs.push([state, call]) });
    phone.start();
    await vi.advanceTimersByTimeAsync(0);
    FakeAgent.all[0]?.emit('registered');
  });
  afterEach(() => {
    phone.stop();
    vi.useRealTimers();
  });

  it('registers on every switch with the credentials it is given', () => {
    expect(states).toEqual(['registering', 'ready']);
    for (const agent of FakeAgent.all) expect(agent.configuration).toMatchObject({ uri: 'sip:p1@switch', password: 'secret' });
    expect(FakeAgent.all.map(agent => agent.configuration.sockets[0]?.url)).toEqual(['ws://east/ws', `${location.origin.replace('http', 'ws')}/api/v1/phone/sockets/west`]);
  });

  it('can be rung on any switch, and is ready while one of them has it', () => {
    const [east, west] = FakeAgent.all;
    west!.emit('registered');
    east!.emit('disconnected');
    expect(states.at(-1)).toBe('ready');
    phone.expect('x1');
    expect(ring('x1', west).answered).toBe(true);
    west!.emit('disconnected');
    expect(states.at(-1)).toBe('failed');
  });

  it('hangs up what is over for the server, when the switch could not say so', async () => {
    phone.expect('x1');
    const session = ring('x1');
    session.emit('confirmed');
    phone.forget('x1');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(session.ended).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(session.ended).toBe(true);
  });

  it('answers by itself the call that was accepted here', () => {
    phone.expect('x1');
    const session = ring('x1');
    session.emit('confirmed');
    expect(session.answered).toBe(true);
    expect(legs).toEqual([['connecting', 'x1'], ['talking', 'x1']]);
  });

  it('answers a leg that rings a moment before its acceptance is confirmed', () => {
    const session = ring('x1');
    expect(session.answered).toBe(false);
    phone.expect('x1');
    expect(session.answered).toBe(true);
  });

  it('never answers a call that nobody here accepted', async () => {
    const stranger = ring('x9');
    const nameless = ring(undefined);
    await vi.advanceTimersByTimeAsync(5_000);
    expect([stranger.answered, stranger.refused, nameless.refused]).toEqual([false, 486, 486]);
  });

  it('refuses a second call while talking, but takes the first one over when it rings anew', () => {
    phone.expect('x1');
    phone.expect('x2');
    ring('x1').emit('confirmed');
    expect(ring('x2').refused).toBe(486);
    expect(ring('x1').answered).toBe(true);
  });

  it('stays muted when the leg comes up after the press', () => {
    phone.expect('x1');
    const session = ring('x1');
    phone.mute(true);
    session.emit('confirmed');
    expect(session.quiet).toBe(true);
  });

  it('asks for new credentials, each time a little later, while the switch refuses', async () => {
    FakeAgent.all[0]!.emit('registrationFailed');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(credentials).toHaveBeenCalledTimes(2);
    FakeAgent.all[2]!.emit('registrationFailed');
    await vi.advanceTimersByTimeAsync(3_900);
    expect(credentials).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(credentials).toHaveBeenCalledTimes(3);
    expect(states).toContain('failed');
  });

  it('sends its sound by the servers it was given, and asks for others before their credentials end', async () => {
    const [old, young] = ['1795132800:p1', '1795168800:p2'].map(username => ({ urls: ['turn:relay.example:3478'], username, credential: `of ${username}` }));
    credentials.mockResolvedValue({ ...issued, expires: '2026-11-22T10:00:00Z', ice: [old!] });
    phone.stop();
    phone.start();
    await vi.advanceTimersByTimeAsync(0);
    phone.expect('x1');
    const first = ring('x1');
    expect(first.servers).toEqual([old]);
    first.emit('ended');
    const asked = credentials.mock.calls.length;
    credentials.mockResolvedValue({ ...issued, user: 'p2', expires: '2026-11-22T20:00:00Z', ice: [young!] });
    await vi.advanceTimersByTimeAsync(10 * 3_600_000 - 61_000);
    expect(credentials).toHaveBeenCalledTimes(asked);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(credentials).toHaveBeenCalledTimes(asked + 1);
    expect(ring('x1').servers).toEqual([young]);
  });

  it('does not let the caller wait for a server that is out of reach, nor for more than a relay', async () => {
    credentials.mockResolvedValue({ ...issued, ice: [{ urls: ['stun:relay.example:3478'] }] });
    phone.stop();
    phone.start();
    await vi.advanceTimersByTimeAsync(0);
    phone.expect('x1');
    const [slow, quick] = [vi.fn(), vi.fn()];
    const session = ring('x1');
    session.emit('icecandidate', { candidate: { type: 'host' }, ready: slow });
    await vi.advanceTimersByTimeAsync(1_400);
    expect(slow).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(slow).toHaveBeenCalledOnce();
    session.emit('icecandidate', { candidate: { type: 'relay' }, ready: quick });
    expect(quick).toHaveBeenCalledOnce();
  });

  it('says plainly that the line is simulated', async () => {
    phone.stop();
    credentials.mockResolvedValue({ ...issued, kind: 'simulated' });
    phone.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(states.at(-1)).toBe('simulated');
  });
});
