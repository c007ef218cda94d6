import type { UA } from 'jssip';
import type { IncomingRTCSessionEvent, OutgoingRTCSessionEvent } from 'jssip/lib/UA';
import type { RTCSession } from 'jssip/lib/RTCSession';

/** Short-lived SIP credentials of one browser, issued by the server. `simulated`: there is nothing to register with. */
export interface PhoneCredentials {
  kind: 'asterisk' | 'simulated';
  uri: string;
  /** The WebSocket of each switch: an address, or a path of our own origin. */
  sockets: string[];
  user: string;
  password: string;
  /** RFC 3339. */
  expires: string;
  /** STUN and TURN servers, with credentials that last as long as the login and a talk more. */
  ice?: RTCIceServer[];
}

/** `ready`: can be rung · `simulated`: calls have no sound here · `failed`: no switch takes us, or the network is gone, retrying. */
export type PhoneState = 'off' | 'registering' | 'ready' | 'simulated' | 'failed';
/** The one leg of this desk. */
export type LegState = 'none' | 'connecting' | 'talking';

interface Options {
  credentials: () => Promise<PhoneCredentials>;
  /** This browser needs its login no more. */
  giveBack: (login: string) => Promise<unknown>;
  onPhone: (state: PhoneState) => void;
  onLeg: (state: LegState, interaction: string | undefined) => void;
}

const HEADER = 'X-Madoguchi-Interaction';
/** A leg may ring before the answer to our own request names its interaction. */
const PATIENCE = 4_000;
const RENEW_BEFORE = 60_000;
const RETRY_AFTER = 2_000;
const LONGEST_RETRY = 30_000;
/** How long servers outside may take to say how we are seen from there: one that is out of reach never answers. */
const GATHER_FOR = 1_500;
/** A longer timer than the platform can count fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** What the server says is over, and the switch could not tell us, ends here after this long. */
const OVER_AFTER = 3_000;
/** A leg of the call we are in replaces its old one (a reload, a second window); any other is refused. */
const BUSY_HERE = 486;

/**
 * The browser as a SIP phone, signed in on every switch: a call rings it on the switch where it is. It answers by itself, and only, the legs of interactions that this desk accepted or
 * dialled; everything that changes a call is asked of the server, so that the switch stays the one truth. Closing
 * the page sends no BYE: after a reload the server rings the new page, and the caller has only heard a short silence.
 */
export class Softphone {
  /** One user agent a switch, of the newest login. */
  private agents: UA[] = [];
  private readonly registered = new Set<UA>();
  private session: RTCSession | undefined;
  private interaction: string | undefined;
  private readonly expected = new Set<string>();
  private readonly waiting = new Map<string, () => void>();
  private readonly audio = document.createElement('audio');
  private renewal: ReturnType<typeof setTimeout> | undefined;
  private started = false;
  private readonly failures = new Map<string, number>();
  private login: string | undefined;
  private muted = false;

  constructor(private readonly options: Options) {
    this.audio.autoplay = true;
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    void this.register();
  }

  stop(): void {
    this.started = false;
    clearTimeout(this.renewal);
    for (const agent of this.agents) agent.stop();
    this.agents = [];
    this.registered.clear();
    if (this.login) void this.options.giveBack(this.login).catch(() => undefined);
    this.login = undefined;
    this.options.onPhone('off');
  }

  /** Answer the leg of this interaction when it comes (or now, if it already rings). */
  expect(interaction: string): void {
    this.expected.add(interaction);
    this.waiting.get(interaction)?.();
  }

  /** The interaction is over or not ours any more: do not answer for it, and do not stay in it. */
  forget(interaction: string): void {
    this.expected.delete(interaction);
    setTimeout(() => {
      if (this.interaction === interaction && !this.expected.has(interaction)) this.hangUp();
    }, OVER_AFTER);
  }

  private hangUp(): void {
    try {
      this.session?.terminate();
    } catch {
      // It ended this very moment.
    }
  }

  /** Silences our microphone at once; the server is told separately, so that every window shows it. */
  mute(muted: boolean): void {
    this.muted = muted;
    if (muted) this.session?.mute({ audio: true });
    else this.session?.unmute({ audio: true });
  }

  private async register(): Promise<void> {
    this.options.onPhone('registering');
    try {
      const issued = await this.options.credentials();
      if (!this.started) return;
      if (issued.kind === 'simulated') this.options.onPhone('simulated');
      else await this.connect(issued);
    } catch {
      this.failed('');
    }
  }

  /** The SIP library is a third of the whole application: it is loaded when somebody signs on to take calls. */
  private async connect(issued: PhoneCredentials): Promise<void> {
    const { UA: UserAgent, WebSocketInterface } = await import('jssip');
    const previous = this.agents;
    this.agents = issued.sockets.map(socket => {
      const agent = new UserAgent({
        sockets: [new WebSocketInterface(address(socket))],
        uri: issued.uri,
        authorization_user: issued.user,
        password: issued.password,
        register_expires: 120,
        session_timers: false,
        connection_recovery_min_interval: 1,
        connection_recovery_max_interval: 10,
      });
      this.follow(agent, socket, issued.ice ?? []);
      return agent;
    });
    this.login = issued.user;
    this.registered.clear();
    for (const agent of this.agents) agent.start();
    if (!this.session) for (const agent of previous) agent.stop();
    this.schedule(Math.max(RETRY_AFTER, Date.parse(issued.expires) - Date.now() - RENEW_BEFORE));
  }

  private follow(agent: UA, socket: string, ice: RTCIceServer[]): void {
    agent.on('registered', () => {
      if (!this.agents.includes(agent)) return;
      this.failures.delete(socket);
      this.failures.delete('');
      this.registered.add(agent);
      this.options.onPhone('ready');
    });
    agent.on('unregistered', () => { this.lost(agent); });
    agent.on('disconnected', () => { this.lost(agent); });
    agent.on('registrationFailed', () => {
      if (!this.agents.includes(agent)) return;
      this.registered.delete(agent);
      this.failed(socket);
    });
    agent.on('newRTCSession', (event: IncomingRTCSessionEvent | OutgoingRTCSessionEvent) => { this.rung(event, ice); });
  }

  /** One switch has us no more; its user agent tries again by itself. With another one left we can still be rung. */
  private lost(agent: UA): void {
    this.registered.delete(agent);
    if (this.started && this.agents.includes(agent) && this.registered.size === 0) this.options.onPhone('failed');
  }

  /** A switch refuses our login, having forgotten it, or the server gives none: ask for another, each time a little later. */
  private failed(socket: string): void {
    if (!this.started) return;
    if (this.registered.size === 0) this.options.onPhone('failed');
    const times = this.failures.get(socket) ?? 0;
    this.failures.set(socket, times + 1);
    this.schedule(Math.min(LONGEST_RETRY, RETRY_AFTER * 2 ** times));
  }

  /** Renewing replaces the registration; a running call keeps its own user agent until it ends. */
  private schedule(delay: number): void {
    clearTimeout(this.renewal);
    this.renewal = setTimeout(() => {
      if (this.session) this.schedule(RETRY_AFTER);
      else void this.register();
    }, Math.min(delay, LONGEST_TIMER));
  }

  private rung(event: IncomingRTCSessionEvent | OutgoingRTCSessionEvent, ice: RTCIceServer[]): void {
    const { session, request } = event;
    if (session.direction !== 'incoming') return;
    const interaction = 'getHeader' in request ? (request.getHeader(HEADER) as string | undefined) : undefined;
    if (!interaction || (this.session && this.interaction !== interaction)) {
      session.terminate({ status_code: BUSY_HERE });
      return;
    }
    if (this.expected.has(interaction)) {
      this.answer(session, interaction, ice);
      return;
    }
    const refuse = setTimeout(() => {
      this.waiting.delete(interaction);
      session.terminate({ status_code: BUSY_HERE });
    }, PATIENCE);
    this.waiting.set(interaction, () => {
      clearTimeout(refuse);
      this.waiting.delete(interaction);
      this.answer(session, interaction, ice);
    });
    session.on('failed', () => {
      clearTimeout(refuse);
      this.waiting.delete(interaction);
    });
  }

  private answer(session: RTCSession, interaction: string, ice: RTCIceServer[]): void {
    this.session = session;
    this.interaction = interaction;
    this.options.onLeg('connecting', interaction);
    const over = () => {
      if (this.session !== session) return;
      this.session = undefined;
      this.interaction = undefined;
      this.muted = false;
      this.audio.srcObject = null;
      this.options.onLeg('none', interaction);
    };
    session.on('ended', over);
    session.on('failed', over);
    session.on('confirmed', () => {
      if (this.muted) session.mute({ audio: true });
      this.options.onLeg('talking', interaction);
    });
    session.on('peerconnection', ({ peerconnection }: { peerconnection: RTCPeerConnection }) => {
      peerconnection.addEventListener('track', ({ streams, track }) => {
        this.audio.srcObject = streams[0] ?? new MediaStream([track]);
      });
    });
    if (ice.length > 0) hurry(session);
    session.answer({
      mediaConstraints: { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true }, video: false },
      pcConfig: { iceServers: ice },
    });
  }
}

/** Answers with the ways found so far: at once when a relay is among them, and without those that keep us waiting. */
function hurry(session: RTCSession): void {
  let patience: ReturnType<typeof setTimeout> | undefined;
  session.on('icecandidate', ({ candidate, ready }: { candidate: RTCIceCandidate; ready: () => void }) => {
    if (candidate.type === 'relay') ready();
    else patience ??= setTimeout(ready, GATHER_FOR);
  });
}

/** A path of our own origin as an address. */
function address(socket: string): string {
  return new URL(socket, location.href).href.replace(/^http/, 'ws');
}
