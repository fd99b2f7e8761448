// Any number of independent reads, 20 a batch, 8 batches in flight. What Graph failed to answer joins a later batch, and only that.
import type { z } from 'zod';
import { isSuccess, read, toWorldError, type Answer } from './answer.ts';
import { batchAnswers, batchRequest, mostItems, slowestOf, type Item } from './batch.ts';
import type { GraphClient } from './client.ts';
import { isPassing } from './retry.ts';

const batchesInFlight = 8;

type Open = { item: Item; attempt: number };
type Reading = {
  client: GraphClient;
  queue: Open[];
  answers: Map<Item, Answer>;
  /** Items that wait before they are asked again, while the workers go on with others. */
  waits: Set<Promise<void>>;
  hasFailed: boolean;
  fail: (error: unknown) => void;
};

/**
 * Answers in the order of the items. Only the items that were throttled or failed in passing are sent again. Answers such as 404 are
 * the caller's to judge.
 * @throws WorldError when an item keeps failing, or asks for a wait too long to sit out here.
 */
export async function readInBatches(client: GraphClient, items: readonly Item[]): Promise<Answer[]> {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  const reading: Reading = { client, queue: items.map((item) => ({ item, attempt: 1 })), answers: new Map(), waits: new Set(), hasFailed: false, fail: reject };
  const workers = Array.from({ length: Math.min(batchesInFlight, Math.ceil(items.length / mostItems)) }, () => work(reading));
  await Promise.race([Promise.all(workers), failed]);
  return items.flatMap((item) => reading.answers.get(item) ?? []);
}

/** The body of an answer that must be a success. */
export function bodyOf<T>(schema: z.ZodType<T>, answer: Answer): T {
  if (!isSuccess(answer)) throw toWorldError(answer);
  return read(schema, answer.body);
}

/** After a failure nothing new starts. */
async function work(reading: Reading): Promise<void> {
  for (let batch = await next(reading); batch.length > 0; batch = await next(reading)) await send(reading, batch).catch((error: unknown) => fail(reading, error));
}

async function next(reading: Reading): Promise<Open[]> {
  while (reading.queue.length === 0 && reading.waits.size > 0 && !reading.hasFailed) await Promise.race(reading.waits);
  return reading.hasFailed ? [] : reading.queue.splice(0, mostItems);
}

async function send(reading: Reading, batch: readonly Open[]): Promise<void> {
  const { client, answers } = reading;
  const { path, body } = batchRequest(batch.map(({ item }) => item), false);
  const replies = batchAnswers(await client.post(path, body), batch.length, client.machine());
  client.heed(replies);
  const again = batch.flatMap((open, n) => {
    const reply = replies[n];
    if (reply === undefined || isPassing(reply.status)) return [open];
    answers.set(open.item, reply);
    return [];
  });
  const slowest = slowestOf(replies.filter(({ status }) => isPassing(status)));
  if (slowest === null) return;
  const isAmongOthers = again.length < batch.length;
  const waiting = waitFor(reading, slowest, again, isAmongOthers);
  // Asked to wait, or nothing answered: this worker sends nothing meanwhile. One item that failed among others holds up only itself.
  if (slowest.retryAfterMs !== null || !isAmongOthers) await waiting;
}

function waitFor(reading: Reading, slowest: Answer, again: readonly Open[], isAmongOthers: boolean): Promise<void> {
  const { client, queue, waits } = reading;
  const attempt = Math.max(...again.map((open) => open.attempt));
  const waiting = client.waitOut(slowest, attempt, isAmongOthers)
    .then(() => void queue.push(...again.map((open) => ({ ...open, attempt: open.attempt + 1 }))), (error: unknown) => fail(reading, error))
    .finally(() => waits.delete(waiting));
  waits.add(waiting);
  return waiting;
}

function fail(reading: Reading, error: unknown): void {
  reading.hasFailed = true;
  reading.fail(error);
}
