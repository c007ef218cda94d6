export interface Fault {
  /** Where in the request: `identities[0].value`. */
  at: string;
  code: string;
  /** In the reader's language. */
  detail: string;
}

const versionOf = (response: Response) => {
  const tag = response.status === 412 && /\d+/.exec(response.headers.get('etag') ?? '');
  return tag ? Number(tag[0]) : undefined;
};

/** A refusal of the server (RFC 9457). `code` is stable; `title` and `detail` are in the reader's language. */
export class Problem extends Error {
  /** Whether the same press once more would put mine in the place of theirs (`useSave`). */
  replaceable = false;

  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string | undefined,
    readonly faults: readonly Fault[],
    readonly trace: string | undefined,
    /** The version in force, where one was edited that is not any more. */
    readonly version?: number,
  ) {
    super(detail ?? title);
    this.name = 'Problem';
  }

  /** The server could not be reached, or stopped mid-answer; the request may or may not have had its effect. */
  static unreachable(): Problem {
    return new Problem(0, 'unreachable', '', undefined, [], undefined);
  }

  static async of(response: Response): Promise<Problem> {
    const trace = response.headers.get('x-trace') ?? undefined;
    try {
      const body = (await response.json()) as Partial<Record<'code' | 'title' | 'detail' | 'trace', string>> & { errors?: Fault[] };
      return new Problem(response.status, body.code ?? 'unknown', body.title ?? response.statusText, body.detail, body.errors ?? [], body.trace ?? trace, versionOf(response));
    } catch {
      return new Problem(response.status, 'unknown', response.statusText, undefined, [], trace);
    }
  }
}
