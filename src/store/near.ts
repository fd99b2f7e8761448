// Jobs for the runner of this process: it is given what was added here at once, instead of being told to look. The row with its lease is the
// truth: killed in between, the lease lapses and somebody else runs the job.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../services.ts';
import type { ClaimedJob } from './job-leases.ts';
import type { Job } from './jobs.ts';

/** The runner of this process. */
export type Near = {
  /** Has it look for what is due. */
  poke(): void;
  /** Keeps a place for one job that is due now; null where there is none, or where older jobs wait. */
  reserve(name: string): Place | null;
  /** Others should be told too: it has no room for this name, and they were not told a moment ago. */
  shouldRing(name: string): boolean;
};
/** Ends by one of the two. */
export type Place = { leaseMs: number; start(job: ClaimedJob): void; free(): void };
export type Lease = { owner: string; until: Date };

/** `save` answers whether the job is a new one, and so saved with its lease. True where the runner has it, with the payload as it is here: it may say more than the row. */
export async function handOver(runner: Near | null, clock: Clock, job: Job, save: (lease: Lease | null) => Promise<boolean>): Promise<boolean> {
  const place = runner?.reserve(job.name) ?? null;
  if (place === null) {
    await save(null);
    return false;
  }
  const lease = { owner: randomUUID(), until: new Date(clock.machine() + place.leaseMs) };
  let isOurs = false;
  try {
    isOurs = await save(lease);
  } finally {
    if (!isOurs) place.free();
  }
  if (isOurs) place.start({ name: job.name, key: job.key, payload: job.payload, version: 1, attempts: 1, failures: 0, due_at: job.dueAt ?? clock.calendar(), lease_owner: lease.owner });
  return isOurs;
}

/** What a transaction asks of the runner happens once it has committed, and not where it is rolled back. */
export function nearAfterwards(near: () => Near | null) {
  const wanted: { committed(): void; undone(): void }[] = [];
  let isOver = false;
  function over(runner: Near): Near {
    return {
      poke: () => void wanted.push({ committed: () => runner.poke(), undone: () => undefined }),
      shouldRing: name => runner.shouldRing(name),
      reserve(name) {
        const place = runner.reserve(name);
        if (place === null) return null;
        let job: ClaimedJob | null = null;
        wanted.push({ committed: () => (job === null ? place.free() : place.start(job)), undone: () => place.free() });
        return { leaseMs: place.leaseMs, start: given => void (job = given), free: () => undefined };
      },
    };
  }
  return {
    near: (): Near | null => {
      // Work that goes on after its transaction has ended is refused; nobody would free its places.
      const runner = isOver ? null : near();
      return runner && over(runner);
    },
    committed: () => ((isOver = true), wanted.forEach(one => one.committed())),
    undone: () => ((isOver = true), wanted.forEach(one => one.undone())),
  };
}
