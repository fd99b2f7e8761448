// One run of one job: calls its handler, and says in the row what came of it.
import { randomUUID } from 'node:crypto';
import { DatabaseAway, isPassing, loudness, WorldError } from '../errors.ts';
import type { Services } from '../services.ts';
import type { Statement } from '../store/statement.ts';
import { backoffMs } from './backoff.ts';

/** Left out when the work is done; `save`: what is saved with its end. `againAt` is calendar time, `againAfterMs` machine time. */
export type Again = { againAt: Date } | { againAfterMs: number } | { save: Statement } | undefined;
/** `attempt` counts starts, kills included. `signal`: the lease is lost or the process stops, so another may run it too. */
type Run = { attempt: number; signal: AbortSignal };
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- most handlers are async functions that return nothing
export type JobHandler = (payload: unknown, run: Run) => Promise<Again | void>;
/** The last word on a job whose attempts have run out, for example: tell the person. Then it is buried. */
type Exhausted = (payload: unknown, error: unknown) => Promise<void>;
type JobRule = {
  /** How many of this name run at once in this process. */
  atOnce?: number;
  /** Failures of ours before it is buried: 20. */
  maxFailures?: number;
  /** Failures of the world before it is buried: 200, which is more than half a day. */
  maxWorldFailures?: number;
  /** After this long its lease is given up and another may run it: 10 minutes. */
  maxRunMs?: number;
};
export type Claimed = Awaited<ReturnType<Services['store']['jobs']['claim']>>[number];
export type JobNeeds = Pick<Services, 'store' | 'log'> & {
  handlers: Readonly<Record<string, JobHandler>>;
  exhausted?: Readonly<Record<string, Exhausted>>;
  rules?: Readonly<Record<string, JobRule>>;
};

/** Never throws. Answers after how many milliseconds the job wants to be looked at again, if at all. */
export async function runJob(needs: JobNeeds, job: Claimed, signal: AbortSignal): Promise<number | undefined> {
  try {
    return await handle(needs, job, signal);
  } catch (error) {
    return await failed(needs, job, error, signal).catch((err: unknown) => {
      // The lease lapses by itself, and the job runs again.
      needs.log[loudness(err)]({ job: job.name, key: job.key, err }, 'what came of a job could not be saved');
      return undefined;
    });
  }
}

async function handle({ store: { jobs }, handlers }: JobNeeds, job: Claimed, signal: AbortSignal): Promise<number | undefined> {
  const handler = Object.hasOwn(handlers, job.name) ? handlers[job.name] : undefined;
  if (!handler) {
    await jobs.bury(job, 'No handler has this name.');
    return undefined;
  }
  const again = await handler(job.payload, { attempt: job.attempts, signal });
  if (await settle(jobs, job, again)) return 0;
  return again && 'againAfterMs' in again ? again.againAfterMs : undefined;
}

/** Carries out what a handler asked for. True where the job was added again meanwhile. */
export const settle = (jobs: Services['store']['jobs'], job: Claimed, again: Again | void): Promise<boolean> => // eslint-disable-line @typescript-eslint/no-invalid-void-type -- as above
  again && !('save' in again) ? jobs.again(job, again) : jobs.finish(job, again?.save);

async function failed(needs: JobNeeds, job: Claimed, error: unknown, signal: AbortSignal): Promise<number | undefined> {
  if (signal.aborted) {
    await needs.store.jobs.release(job);
    return undefined;
  }
  const waitMs = (error instanceof WorldError ? error.retryAfterMs : undefined) ?? backoffMs(job.failures, Math.random());
  logFailure(needs, job, error, waitMs);
  if (job.failures + 1 >= limitFor(needs, job, error) && (await giveUp(needs, job, error))) return undefined;
  await needs.store.jobs.retry(job, waitMs);
  return waitMs;
}

/** False where even the last word failed: then the job stays, and is tried again. */
async function giveUp({ store: { jobs }, log, exhausted }: JobNeeds, job: Claimed, error: unknown): Promise<boolean> {
  try {
    await exhausted?.[job.name]?.(job.payload, error);
  } catch (err) {
    log[loudness(err)]({ job: job.name, key: job.key, err }, 'the last word on a job failed too');
    return false;
  }
  await jobs.bury(job, error instanceof Error ? error.message : 'It failed too often.');
  return true;
}

function limitFor({ rules }: JobNeeds, job: Claimed, error: unknown): number {
  return isPassing(error) ? (rules?.[job.name]?.maxWorldFailures ?? 200) : (rules?.[job.name]?.maxFailures ?? 20);
}

function logFailure({ log }: JobNeeds, job: Claimed, error: unknown, waitMs: number): void {
  const facts = { job: job.name, key: job.key, failures: job.failures + 1, waitMs };
  if (error instanceof WorldError) log.warn({ ...facts, failure: error.failure, code: error.code }, error.message);
  else if (error instanceof DatabaseAway) log.warn({ ...facts, code: error.code }, error.message);
  else log.error({ ...facts, reference: randomUUID().slice(0, 8), err: error }, 'a job failed');
}
