// Runs what is due: claims rows under a lease, earliest first, at most so many at once; and what this process adds while there is room, at once.
// A job may run twice (its process was killed, or lost its lease), so every handler begins by asking whether its work is still to be done.
import { loudness } from '../errors.ts';
import type { Services } from '../services.ts';
import type { Place } from '../store/near.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { runJob, type Claimed, type JobNeeds } from './run-job.ts';
import { runningJobs } from './running.ts';

type Needs = JobNeeds & Pick<Services, 'clock'> & {
  /** Jobs at once in this process: 8. */
  atOnce?: number;
  leaseMs?: number;
};
const atOnceDefault = 8;
const leaseMsDefault = 30_000;
const ringsEveryMs = 250;
export type Runner = ReturnType<typeof startRunner>;

export function startRunner(needs: Needs) {
  const { store: { jobs }, rules = {}, leaseMs = leaseMsDefault } = needs;
  const running = runningJobs({ ...needs, leaseMs });
  const logged = (err: unknown): void => needs.log[loudness(err)]({ err }, 'the job runner could not reach the database; it tries again');
  let mayBeMore = false;
  const look = oneAtATime(lookOnce, logged);
  const alarms = alarmsFor(look.now);
  let changed = Promise.withResolvers<undefined>();
  const heartbeat = setInterval(() => void running.beat().catch(logged), leaseMs / 4);

  async function lookOnce(): Promise<void> {
    mayBeMore = true; // until it is known: no place may be kept now that is being claimed for
    const due = await claimDue(needs, running);
    mayBeMore = due.mayBeMore; // before they start: the end of the first may ask
    due.jobs.forEach(start);
  }

  const start = (job: Claimed): void => running.start(job, rules[job.name]?.maxRunMs ?? 600_000, async (signal) => {
    const waitMs = await runJob(needs, job, signal);
    running.end(job);
    if (waitMs !== undefined) alarms.after(waitMs);
    changed.resolve(undefined);
    changed = Promise.withResolvers();
    if (mayBeMore) look.now();
  });
  const take = (job: Claimed): void => (look.isClosed() ? void jobs.release(job).catch(logged) : start(job));

  return {
    /** Looks for due jobs. Cheap; many calls at once are one look. */
    poke: look.now,
    ...placesIn(needs, running, { isClosed: look.isClosed, isBehind: () => mayBeMore, free: () => (mayBeMore ? look.now() : undefined), start: take }),
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
      alarms.clear();
      await running.giveBack().catch(logged);
    },
  };
}

type Places = { isClosed: () => boolean; isBehind: () => boolean; free: () => void; start: (job: Claimed) => void };

function placesIn({ clock, atOnce = atOnceDefault, rules = {} }: Needs, running: ReturnType<typeof runningJobs>, { isClosed, isBehind, free, start }: Places) {
  const hasRoom = (name: string): boolean => !isClosed() && running.count() < atOnce && running.count(name) < (rules[name]?.atOnce ?? Infinity);
  let rangAt = -Infinity;
  return {
    /** Each time a bell costs as much as the job; what others do not hear of, their sweeps find within seconds. */
    shouldRing(name: string): boolean {
      if (hasRoom(name) || clock.machine() - rangAt < ringsEveryMs) return false;
      rangAt = clock.machine();
      return true;
    },
    /** A place for a job that is being added. Older ones that wait go first. */
    reserve: (name: string): Place | null => (isBehind() || !hasRoom(name) ? null : running.keep(name, start, free)),
  };
}

function alarmsFor(work: () => void) {
  const timers = new Set<NodeJS.Timeout>();
  return {
    after(ms: number): void {
      const timer = setTimeout(() => (timers.delete(timer), work()), Math.min(ms, 3_600_000));
      timers.add(timer);
    },
    clear: () => timers.forEach(timer => clearTimeout(timer)),
  };
}

/** By due time, as long as there is room. `mayBeMore`: more may be due than there was room for, so the end of each job is a reason to look again. */
async function claimDue(needs: Needs, running: ReturnType<typeof runningJobs>): Promise<{ jobs: Claimed[]; mayBeMore: boolean }> {
  const { rules = {}, atOnce = atOnceDefault, leaseMs = leaseMsDefault } = needs;
  const limit = atOnce - running.count();
  if (limit < 1) return { jobs: [], mayBeMore: true };
  const rooms = Object.fromEntries(Object.entries(rules).flatMap(([name, rule]) => (rule.atOnce === undefined ? [] : [[name, rule.atOnce - running.count(name)]])));
  const jobs = await needs.store.jobs.claim({ limit, leaseMs, rooms });
  const isFull = ([name, room]: [string, number]) => jobs.filter(job => job.name === name).length >= room;
  return { jobs, mayBeMore: jobs.length === limit || Object.entries(rooms).some(isFull) };
}

/** Waits for `event`, but no longer than `ms`. */
async function unless(event: Promise<unknown>, ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  await Promise.race([event, promise]).finally(() => clearTimeout(timer));
}
