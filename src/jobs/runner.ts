// Runs what is due: claims rows under a lease, earliest first, at most so many at once.
// A job may run twice (its process was killed, or lost its lease), so every handler begins by asking whether its work is still to be done.
import type { Services } from '../services.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { runJob, type Claimed, type JobNeeds } from './run-job.ts';
import { runningJobs } from './running.ts';

type Needs = JobNeeds & Pick<Services, 'clock'> & {
  /** Jobs at once in this process: 8. */
  atOnce?: number;
  leaseMs?: number;
};
export type Runner = ReturnType<typeof startRunner>;

export function startRunner(needs: Needs) {
  const { store: { jobs }, rules = {}, leaseMs = 30_000 } = needs;
  const running = runningJobs({ ...needs, leaseMs });
  const timers = new Set<NodeJS.Timeout>();
  const look = oneAtATime(() => claimDue(needs, running, start, look.isClosed), logged);
  let changed = Promise.withResolvers<undefined>();
  const heartbeat = setInterval(() => void running.beat().catch(logged), leaseMs / 4);

  function start(job: Claimed): void {
    running.start(job, rules[job.name]?.maxRunMs ?? 600_000, async (signal) => {
      const waitMs = await runJob(needs, job, signal);
      running.end(job);
      if (waitMs !== undefined) lookAfter(waitMs);
      changed.resolve(undefined);
      changed = Promise.withResolvers();
      look.now();
    });
  }

  function lookAfter(ms: number): void {
    const timer = setTimeout(() => (timers.delete(timer), look.now()), Math.min(ms, 3_600_000));
    timers.add(timer);
  }

  function logged(err: unknown): void {
    needs.log.error({ err }, 'the job runner could not reach the database; it tries again');
  }

  return {
    /** Looks for due jobs. Cheap; many calls at once are one look. */
    poke: look.now,
    /** Renews the leases of what runs here; a timer does it too. */
    beat: () => running.beat(),
    /** Resolves when nothing due is open in the database and nothing runs here. Waits out a Retry-After. */
    async idle(): Promise<void> {
      for (;;) {
        look.now();
        await look.settled();
        if (running.count() === 0 && (await jobs.stats()).open === 0) return;
        // Others may be running what is open, and tell nobody.
        await unless(changed.promise, 50);
      }
    },
    /** Looks once, and resolves when all that it found has run, well or not. */
    async settled(): Promise<void> {
      look.now();
      await look.settled();
      await running.settled();
    },
    /** Claims no more, waits up to `graceMs` for what runs, then gives the leases back for others to take at once. */
    async stop(graceMs: number): Promise<void> {
      look.close();
      clearInterval(heartbeat);
      await look.settled();
      await unless(running.settled(), graceMs);
      for (const timer of timers) clearTimeout(timer);
      await running.giveBack().catch(logged);
    },
  };
}

/** Names with a bound of their own first, then all others by due time, as long as there is room. */
async function claimDue(needs: Needs, running: ReturnType<typeof runningJobs>, start: (job: Claimed) => void, isClosed: () => boolean): Promise<void> {
  const { rules = {}, atOnce = 8, leaseMs = 30_000 } = needs;
  const claim = async (room: number, which: { only: string } | { except: string[] }) => {
    const limit = Math.min(room, atOnce - running.count());
    if (limit < 1 || isClosed()) return;
    for (const job of await needs.store.jobs.claim({ limit, leaseMs, ...which })) start(job);
  };
  const bounded = Object.entries(rules).flatMap(([name, { atOnce }]) => (atOnce === undefined ? [] : [{ name, atOnce }]));
  for (const { name, atOnce } of bounded) await claim(atOnce - running.count(name), { only: name });
  await claim(atOnce, { except: bounded.map(({ name }) => name) });
}

/** Waits for `event`, but no longer than `ms`. */
async function unless(event: Promise<unknown>, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  await Promise.race([event, promise]).finally(() => clearTimeout(timer));
}
