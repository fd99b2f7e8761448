// The backstop: looks every few seconds, and at each winding of the calendar, for due jobs that nobody was woken for.
import { loudness } from '../errors.ts';
import type { Services } from '../services.ts';

type Needs = Pick<Services, 'store' | 'clock' | 'log'> & {
  /** A worker looks itself; a process that only takes turns rings for one that works. */
  reach: { poke: () => void } | { ring: (job: { name: string; key: string }) => Promise<void> };
  /** Once a day of machine time: vacuuming, forgetting old activities. */
  daily?: () => Promise<void>;
  /** Once an hour of machine time: noting outside the database what the audit trail has come to. */
  hourly?: () => Promise<void>;
  everyMs?: number;
};

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const quietMs = 10_000;

export function startSweep({ store, clock, log, reach, daily, hourly, everyMs = 3_000 }: Needs) {
  const chores = [{ ms: hourMs, work: hourly }, { ms: dayMs, work: daily }].map((chore) => ({ ...chore, next: clock.machine() + chore.ms }));
  let sweeping: Promise<void> | undefined;
  const logged = (err: unknown) => log[loudness(err)]({ err }, 'a sweep failed; the next one tries again');

  async function look(): Promise<void> {
    if ('poke' in reach) reach.poke();
    else for (const job of await store.jobs.toWake(20, quietMs)) await reach.ring(job);
    for (const chore of chores) {
      if (!chore.work || clock.machine() < chore.next) continue;
      chore.next = clock.machine() + chore.ms;
      await chore.work();
    }
  }

  /** Never throws. Of two at once the second waits for the first, and then looks again. */
  function sweepNow(): Promise<void> {
    const mine = (sweeping ?? Promise.resolve()).then(look).catch(logged).finally(() => {
      if (sweeping === mine) sweeping = undefined;
    });
    return (sweeping = mine);
  }

  const timer = setInterval(() => {
    if (!sweeping) void sweepNow();
  }, everyMs);
  return {
    sweepNow,
    async stop(): Promise<void> {
      clearInterval(timer);
      await sweeping;
    },
  };
}
