// The backstop: looks every few seconds, and at each winding of the calendar, for due jobs that nobody was woken for.
import { loudness } from '../errors.ts';
import type { Services } from '../services.ts';

type Needs = Pick<Services, 'store' | 'clock' | 'log'> & {
  /** A worker looks itself; a process that only takes turns rings for one that works. */
  reach: { poke: () => void } | { ring: (job: { name: string; key: string }) => Promise<void> };
  /** Once a day of machine time: vacuuming, forgetting old activities. */
  daily?: () => Promise<void>;
  everyMs?: number;
};

const dayMs = 24 * 60 * 60_000;
const quietMs = 10_000;

export function startSweep({ store, clock, log, reach, daily, everyMs = 3_000 }: Needs) {
  let nextDaily = clock.machine() + dayMs;
  let sweeping: Promise<void> | undefined;
  const logged = (err: unknown) => log[loudness(err)]({ err }, 'a sweep failed; the next one tries again');

  async function look(): Promise<void> {
    if ('poke' in reach) reach.poke();
    else for (const job of await store.jobs.toWake(20, quietMs)) await reach.ring(job);
    if (!daily || clock.machine() < nextDaily) return;
    nextDaily = clock.machine() + dayMs;
    await daily();
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
