// What a refusal or a silence of the Bot Connector means for us. https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
import { z } from 'zod';
import { WorldError } from '../errors.ts';
import type { SendResult, UpdateResult } from '../services.ts';

export type ConnectorFailure = {
  /** 0 where there was no answer. */
  status: number;
  /** The connector's own word, for example ActivityNotFoundInConversation, or the network's. */
  code: string;
  retryAfterMs: number | undefined;
  /** False only where it is certain that nothing was sent. */
  mayHaveArrived: boolean;
};

const LONGEST_RETRY_MS = 600_000;
const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** The client's error: a status and headers when there was an answer, a code of the network when there was none. */
const AnswerSchema = z.object({
  statusCode: z.number().optional(),
  code: z.string().optional(),
  body: z.object({ error: z.object({ code: z.string() }) }).optional().catch(undefined),
  details: z.object({ error: z.object({ code: z.string() }) }).optional().catch(undefined),
  response: z.object({ headers: z.custom<{ get(name: string): string | undefined }>((value) => typeof value === 'object' && value !== null && 'get' in value) }).optional().catch(undefined),
});

/** Throws on what no waiting mends: an address that is not ours. */
export function failureOf(error: unknown): ConnectorFailure {
  if (error instanceof WorldError && error.failure === 'refused') throw error;
  if (error instanceof WorldError) return { status: 0, code: error.message, retryAfterMs: error.retryAfterMs, mayHaveArrived: false };
  const answer = AnswerSchema.safeParse(error).data ?? {};
  const status = answer.statusCode ?? 0;
  const code = answer.details?.error.code ?? answer.body?.error.code ?? answer.code ?? `status ${status}`;
  return { status, code, retryAfterMs: retryAfter(answer.response?.headers.get('retry-after')), mayHaveArrived: !NEVER_LEFT.has(code) };
}

/** After a 5xx or a silence the post may be there: it is never posted again by us. Throws for what is our own fault (400, 401, 413). */
export function sendFailed(failure: ConnectorFailure): SendResult {
  const { status, code } = failure;
  if (status === 403 || status === 404) return { is: 'gone', reason: code };
  if (status === 412 || status === 429) return later(failure);
  if (status === 0 && !failure.mayHaveArrived) return later(failure);
  if (status === 0) return { is: 'unknown' };
  if (status >= 500) return { is: 'unknown', status };
  throw new Error(`the connector refused a post: ${status} ${code}`);
}

/** An update says the same thing however often it is made, so any silence or 5xx may be tried again. */
export function updateFailed(failure: ConnectorFailure): UpdateResult {
  const { status, code } = failure;
  if (status === 404 && !code.startsWith('Conversation')) return { is: 'missing' };
  if (status === 403 || status === 404) return { is: 'gone', reason: code };
  if (status === 412 || status === 429 || status === 0 || status >= 500) return later(failure);
  throw new Error(`the connector refused an update: ${status} ${code}`);
}

function later({ status, retryAfterMs }: ConnectorFailure): { is: 'later'; afterMs?: number; status: number } {
  return retryAfterMs === undefined ? { is: 'later', status } : { is: 'later', status, afterMs: retryAfterMs };
}

function retryAfter(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header !== undefined && Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1_000, LONGEST_RETRY_MS) : undefined;
}
