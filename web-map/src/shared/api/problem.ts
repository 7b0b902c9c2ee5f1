/** What can go wrong when the server is asked. */

/** The answer was an error, in the form of RFC 9457, or there was no answer (`status` 0). */
export class ProblemError extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** What the problem says beyond its words: places, rules, what others did. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    title: string,
    detail: string,
    more: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail || title);
    this.name = 'ProblemError';
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.more = more;
  }

  /** No answer came: the network or the server is away. */
  get offline(): boolean {
    return this.status === 0;
  }
}

/** Any thrown thing as a problem. */
export function problemOf(thrown: unknown): ProblemError {
  if (thrown instanceof ProblemError) return thrown;
  return new ProblemError(0, 'no answer', thrown instanceof Error ? thrown.message : '');
}

/** The problem in the body of an answer with an error status; any body will do. */
export function problemIn(status: number, body: string): ProblemError {
  try {
    const told: unknown = JSON.parse(body);
    if (typeof told === 'object' && told !== null) {
      const more = told as Record<string, unknown>;
      return new ProblemError(status, textOf(more['title']), textOf(more['detail']), more);
    }
  } catch {
    // Not JSON: a proxy's page, perhaps. The status says enough.
  }
  return new ProblemError(status, '', '');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
