// What the sender of notices is compared with, over the same connector: everybody at once, and Company Communicator's pattern.
import { setTimeout as pause } from 'node:timers/promises';
import { fewAtOnce } from '../../src/requests/few-at-once.ts';

/** Answers the status, and what Retry-After said. */
type Post = (thread: string) => Promise<{ status: number; retryAfterMs: number }>;

export const postTo = (serviceUrl: string): Post => async (thread) => {
  const response = await fetch(`${serviceUrl}v3/conversations/${encodeURIComponent(thread)}/activities`, { method: 'POST', body: JSON.stringify({ type: 'message', text: 'Hello' }), headers: { 'content-type': 'application/json' } });
  await response.text();
  return { status: response.status, retryAfterMs: 1_000 * Number(response.headers.get('retry-after') ?? 0) };
};

/** All at once; whoever is refused waits as long as Teams says and comes again, three times as Microsoft's client does. Answers how many were delivered. */
export async function allAtOnce(post: Post, threads: readonly string[]): Promise<number> {
  const one = async (thread: string): Promise<boolean> => {
    for (let tries = 0; tries < 4; tries += 1) {
      const { status, retryAfterMs } = await post(thread);
      if (status < 300) return true;
      await pause(retryAfterMs);
    }
    return false;
  };
  return (await Promise.all(threads.map(one))).filter(Boolean).length;
}

/** Few at once from a queue; at a 429 everybody pauses for a fixed time, whatever Teams says, and what was refused comes again. */
export async function fixedDelay(post: Post, threads: readonly string[], delayMs: number): Promise<number> {
  const few = fewAtOnce(16);
  let resumed = Promise.resolve();
  let isPaused = false;
  let delivered = 0;
  const one = async (thread: string): Promise<void> => {
    for (;;) {
      await resumed;
      const { status } = await post(thread);
      if (status < 300) return void (delivered += 1);
      if (isPaused) continue;
      isPaused = true;
      resumed = pause(delayMs).then(() => void (isPaused = false));
    }
  };
  await Promise.all(threads.map(thread => few(() => one(thread))));
  return delivered;
}
