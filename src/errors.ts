// The three ways something goes wrong, kept apart to the end because a different person acts on each:
// theirs (UserError: mend the file or the press), the world's (WorldError: we try again by ourselves), ours (any other Error: a reference number).

/** The person who asked can put it right. `message` is shown to them as it is: plain English, what to do next, no address in it. */
export class UserError extends Error {
  override name = 'UserError';
}

export type WorldFailure =
  /** Slow down: wait `retryAfterMs`. */
  | 'throttled'
  /** Down, slow or unreachable: try again later. */
  | 'unavailable'
  /** It answered no, and will answer no again until somebody changes something (a permission, a setting). */
  | 'refused';

/** Microsoft 365 or the helpdesk did not do it. `message` holds no address, token, number or URL. */
export class WorldError extends Error {
  override name = 'WorldError';
  readonly failure: WorldFailure;
  readonly retryAfterMs: number | undefined;
  /** The service's own code, for example Directory_ConcurrencyViolation. */
  readonly code: string | undefined;

  constructor(failure: WorldFailure, message: string, more: { retryAfterMs?: number; code?: string; cause?: unknown } = {}) {
    super(message, { cause: more.cause });
    this.failure = failure;
    this.retryAfterMs = more.retryAfterMs;
    this.code = more.code;
  }
}

/**
 * The database is down, silent, full, overfull or takes nothing but reads. The world's too, and a kind of its own:
 * whoever talks with Microsoft and waits for it must not take this for Microsoft's. `code` is PostgreSQL's or the system's.
 */
export class DatabaseAway extends Error {
  override name = 'DatabaseAway';
  readonly code: string;

  constructor(code: string, cause: unknown) {
    super('the database does not answer, or takes nothing', { cause });
    this.code = code;
  }
}

/** True for what passes by itself. */
export const isPassing = (error: unknown): error is WorldError | DatabaseAway => error instanceof DatabaseAway || (error instanceof WorldError && error.failure !== 'refused');

/** How a failure stands in the log: what passes by itself wakes nobody. */
export const loudness = (error: unknown): 'warn' | 'error' => (isPassing(error) ? 'warn' : 'error');
