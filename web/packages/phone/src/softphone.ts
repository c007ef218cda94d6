import type { UA } from 'jssip';
import type { IncomingRTCSessionEvent, OutgoingRTCSessionEvent } from 'jssip/lib/UA';
import type { RTCSession } from 'jssip/lib/RTCSession';

/** Short-lived SIP credentials of one browser, issued by the server. `simulated`: there is nothing to register with. */
export interface PhoneCredentials {
  kind: 'asterisk' | 'simulated';
  uri: string;
  ws_url: string;
  user: string;
  password: string;
  /** RFC 3339. */
  expires: string;
  ice?: RTCIceServer[];
}

/** `ready`: can be rung · `simulated`: calls have no sound here · `failed`: the switch or the network refuses us, retrying. */
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
/** A longer timer than the platform can count fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** A leg of the call we are in replaces its old one (a reload, a second window); any other is refused. */
const BUSY_HERE = 486;

/**
 * The browser as a SIP phone. It answers by itself, and only, the legs of interactions that this desk accepted or
 * dialled; everything that changes a call is asked of the server, so that the switch stays the one truth. Closing
 * the page sends no BYE: after a reload the server rings the new page, and the caller has only heard a short silence.
 */
export class Softphone {
  private ua: UA | undefined;
  private session: RTCSession | undefined;
  private interaction: string | undefined;
  private readonly expected = new Set<string>();
  private readonly waiting = new Map<string, () => void>();
  private readonly audio = document.createElement('audio');
  private renewal: ReturnType<typeof setTimeout> | undefined;
  private started = false;
  private failures = 0;
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
    this.ua?.stop();
    this.ua = undefined;
    if (this.login) void this.options.giveBack(this.login).catch(() => undefined);
    this.login = undefined;
    this.options.onPhone('off');
  }

  /** Answer the leg of this interaction when it comes (or now, if it already rings). */
  expect(interaction: string): void {
    this.expected.add(interaction);
    this.waiting.get(interaction)?.();
  }

  /** The interaction is over or not ours: do not answer for it any more. */
  forget(interaction: string): void {
    this.expected.delete(interaction);
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
      this.failed();
    }
  }

  /** The SIP library is a third of the whole application: it is loaded when somebody signs on to take calls. */
  private async connect(issued: PhoneCredentials): Promise<void> {
    const { UA: UserAgent, WebSocketInterface } = await import('jssip');
    const previous = this.ua;
    const ua = new UserAgent({
      sockets: [new WebSocketInterface(issued.ws_url)],
      uri: issued.uri,
      authorization_user: issued.user,
      password: issued.password,
      register_expires: 120,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 10,
    });
    ua.on('registered', () => {
      this.failures = 0;
      this.options.onPhone('ready');
    });
    ua.on('registrationFailed', () => { if (ua === this.ua) this.failed(); });
    ua.on('disconnected', () => { if (ua === this.ua && this.started) this.options.onPhone('failed'); });
    ua.on('newRTCSession', (event: IncomingRTCSessionEvent | OutgoingRTCSessionEvent) => { this.rung(event, issued.ice ?? []); });
    this.ua = ua;
    this.login = issued.user;
    ua.start();
    if (!this.session) previous?.stop();
    this.schedule(Math.max(RETRY_AFTER, Date.parse(issued.expires) - Date.now() - RENEW_BEFORE));
  }

  private failed(): void {
    if (!this.started) return;
    this.options.onPhone('failed');
    this.schedule(Math.min(LONGEST_RETRY, RETRY_AFTER * 2 ** this.failures++));
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
    session.answer({
      mediaConstraints: { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true }, video: false },
      pcConfig: { iceServers: ice },
    });
  }
}
