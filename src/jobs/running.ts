// The jobs this process is running now, and the heartbeat that keeps their leases.
import type { Services } from '../services.ts';
import type { Place } from '../store/near.ts';
import type { Claimed } from './run-job.ts';

type Needs = Pick<Services, 'store' | 'clock' | 'log'> & { leaseMs: number };
type Running = { job: Claimed; control: AbortController; untilMachine: number; settled: Promise<void> };

export function runningJobs({ store: { jobs }, clock, log, leaseMs }: Needs) {
  const running = new Map<string, Running>();
  /** Places kept for jobs that are being added, by name. */
  const kept = new Map<symbol, string>();

  function abandon({ job, control }: Running): void {
    if (control.signal.aborted) return;
    log.error({ job: job.name, key: job.key }, 'a job ran too long; its lease is given up');
    control.abort(new Error('The job ran too long.'));
  }

  let beating: Promise<void> | undefined;
  async function beat(): Promise<void> {
    for (const one of running.values()) if (one.untilMachine <= clock.machine()) abandon(one);
    const owners = [...running].filter(([, one]) => !one.control.signal.aborted).map(([owner]) => owner);
    const held = await jobs.renew(owners, leaseMs);
    for (const owner of owners) if (!held.has(owner)) running.get(owner)?.control.abort(new Error('The lease was lost.'));
  }

  return {
    /** Kept places count too. */
    count: (name?: string) => (name === undefined ? running.size + kept.size : [...[...running.values()].map((one) => one.job.name), ...kept.values()].filter((one) => one === name).length),
    keep(name: string, take: (job: Claimed) => void, freed: () => void): Place {
      const place = Symbol(name);
      kept.set(place, name);
      return { leaseMs, start: job => (kept.delete(place), take(job)), free: () => (kept.delete(place), freed()) };
    },
    start(job: Claimed, maxRunMs: number, work: (signal: AbortSignal) => Promise<void>): void {
      const control = new AbortController();
      const settled = Promise.resolve().then(() => work(control.signal));
      running.set(job.lease_owner, { job, control, settled, untilMachine: clock.machine() + maxRunMs });
    },
    end: (job: Claimed) => running.delete(job.lease_owner),
    /** Renews every lease but those of jobs that run too long; whoever lost theirs is told by their signal. */
    beat(): Promise<void> {
      // One that waits for a locked row is enough: others would only take its connections.
      return (beating ??= beat().finally(() => (beating = undefined)));
    },
    async settled(): Promise<void> {
      await Promise.all([...running.values()].map((one) => one.settled));
    },
    /** For others to take at once. */
    async giveBack(): Promise<void> {
      for (const { job, control } of [...running.values()]) {
        control.abort(new Error('The process stops.'));
        await jobs.release(job);
      }
    },
  };
}
