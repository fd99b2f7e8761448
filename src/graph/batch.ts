// JSON batching by hand (https://learn.microsoft.com/graph/json-batching): the client's own builder leaks "/v1.0" into the items.
// At most 20 items; each is throttled by itself inside a 200; answers come in any order and are matched by id.
import { z } from 'zod';
import { read, type Answer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { parseRetryAfter } from './retry.ts';

export const mostItems = 20;

/** `url` starts with a slash, has no version, and its values are encoded. */
export type Item = { method: 'GET' | 'POST' | 'PATCH' | 'DELETE'; url: string; body?: object; headers?: Record<string, string> };

const replies = z.object({
  responses: z.array(z.object({ id: z.string(), status: z.number(), headers: z.record(z.string(), z.string()).nullish(), body: z.unknown().optional() })),
});

/** The request for at most 20 items. Chained: each waits for the one before, and after a failure the rest come back with 424. */
export function batchRequest(items: readonly Item[], isChained: boolean): Exchange & { method: 'POST' } {
  if (items.length === 0 || items.length > mostItems) throw new Error(`A batch holds 1 to ${mostItems} requests, not ${items.length}.`);
  const requests = items.map((item, n) => ({
    id: String(n + 1),
    method: item.method,
    url: item.url,
    ...(isChained && n > 0 ? { dependsOn: [String(n)] } : {}),
    ...(item.body === undefined ? {} : { body: item.body }),
    ...(item.body === undefined && item.headers === undefined ? {} : { headers: { ...(item.body && { 'Content-Type': 'application/json' }), ...item.headers } }),
  }));
  return { method: 'POST', path: '/$batch', body: { requests } };
}

/** The answers in the order of the items. An item without an answer has status 0. */
export function batchAnswers(body: unknown, count: number, machineMs: number): Answer[] {
  const byId = new Map(read(replies, body).responses.map((reply) => [reply.id, reply]));
  return Array.from({ length: count }, (_, n) => {
    const reply = byId.get(String(n + 1));
    if (reply === undefined) return { status: 0, body: null, retryAfterMs: null };
    const retryAfter = Object.entries(reply.headers ?? {}).find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
    return { status: reply.status, body: reply.body, retryAfterMs: parseRetryAfter(retryAfter, machineMs) };
  });
}

/** The answer that asks for the longest wait; null where there is none. */
export function slowestOf(answers: readonly Answer[]): Answer | null {
  return answers.reduce<Answer | null>((slowest, answer) => (slowest === null || (answer.retryAfterMs ?? -1) > (slowest.retryAfterMs ?? -1) ? answer : slowest), null);
}

export function inChunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

/** Like Promise.all over `work`, with at most `limit` running; after a failure nothing new starts. */
export async function mapInFlight<T, R>(all: readonly T[], limit: number, work: (one: T) => Promise<R>): Promise<R[]> {
  const results = new Map<number, R>();
  const queue = all.entries();
  let hasFailed = false;
  const worker = async () => {
    for (const [n, one] of queue) {
      if (hasFailed) return;
      try {
        results.set(n, await work(one));
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, all.length) }, worker));
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
