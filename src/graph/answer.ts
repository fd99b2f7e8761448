// One answer of Graph, whole or an item of a batch, and what it means when it is not a success.
import { z } from 'zod';
import { WorldError } from '../errors.ts';
import { isPassing } from './retry.ts';

/** `status` is 0 where no answer came: refused connection, time-out, cut in the middle. `location`: where a redirection asked to see leads. */
export type Answer = { status: number; body: unknown; retryAfterMs: number | null; location?: string | null };

const problem = z.object({ error: z.object({ code: z.string().catch(''), message: z.string().catch('') }) });

export function noAnswer(code: string): Answer {
  return { status: 0, body: { error: { code, message: '' } }, retryAfterMs: null };
}

export function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/** Graph's own code and message. The message can name people: for matching only, never for a log or an error. */
export function problemOf(answer: Answer): { code: string; message: string } {
  const parsed = problem.safeParse(answer.body);
  const { code, message } = parsed.success ? parsed.data.error : { code: '', message: '' };
  return { code: code === '' ? `HTTP_${answer.status}` : code, message };
}

export function toWorldError(answer: Answer): WorldError {
  const { code } = problemOf(answer);
  if (answer.status === 429) return failed('throttled', 'Microsoft Graph asked us to slow down.', code, answer.retryAfterMs);
  if (answer.status === 0) return failed('unavailable', 'Microsoft Graph did not answer.', code, answer.retryAfterMs);
  // What was there a moment ago may be missing in one copy of the directory, and what is really gone is told by the code.
  if (answer.status >= 500 || isPassing(answer.status) || answer.status === 404) {
    return failed('unavailable', `Microsoft Graph could not do it now (${answer.status}).`, code, answer.retryAfterMs);
  }
  return failed('refused', `Microsoft Graph refused the request (${answer.status} ${code}).`, code, null);
}

/** A body that is not what Graph documents: we cannot go on with it, and trying again at once would not help. */
export function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new WorldError('unavailable', `Microsoft Graph answered in a form we do not know (at "${where}").`, { code: 'unexpected-answer' });
}

function failed(failure: WorldError['failure'], message: string, code: string, retryAfterMs: number | null): WorldError {
  return new WorldError(failure, message, { code, ...(retryAfterMs === null ? {} : { retryAfterMs }) });
}
