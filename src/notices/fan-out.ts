// Calls Teams for many, as fast as the pace lets all processes together: moments are booked few at a time, calls leave at theirs, and how long Teams takes
// to answer holds nobody up. Knows nothing of what is said.
import type { Messenger, Services } from '../services.ts';

/** `ready` is done shortly before the moment and says whether to call; `call` at it, and answers what is to be called next, if anything. `isReady`: that was done, and its moment missed. */
export type Item = { place: string; isReady: boolean };
export type Source<I extends Item> = {
  claim: (most: number) => Promise<I[]>;
  ready: (item: I) => Promise<boolean>;
  call: (item: I) => Promise<I | null>;
  /** For these no call was made. */
  release: (items: readonly I[]) => Promise<void>;
};
type Needs = { messenger: Pick<Messenger, 'book'>; clock: Pick<Services['clock'], 'machine'> };
type Run = { signal: AbortSignal; endsAt: number };

const bookedAtOnce = 6;
const fewBooked = 3;
const claimedAtOnce = 24;
/** Connections under way: when Teams takes seconds to answer, more does not help it. */
const mostUnderWay = 400;
const readyBeforeMs = 35;
/** The pace allows 25 ms: the rest is for the call to leave. */
const lateMs = 12;
const longestWaitMs = 2_000;
/** As the messenger books them: what is further ahead is not given yet. */
const aheadMs = 250;

/** Until `endsAt`, or nothing is left to claim. Answers how long to leave Teams alone, where it was told to. */
export async function fanOut<I extends Item>({ messenger, clock }: Needs, source: Source<I>, { signal, endsAt }: Run): Promise<number> {
  const deck: I[] = [];
  const underWay = new Set<Promise<void>>();
  let [toCome, waitMs, isDry] = [0, 0, false];
  let stirred = Promise.withResolvers<undefined>();
  const stir = (): void => (stirred.resolve(undefined), void (stirred = Promise.withResolvers()));
  const failures: unknown[] = [];
  const isOver = (): boolean => signal.aborted || failures.length > 0 || waitMs > longestWaitMs || clock.machine() >= endsAt;

  async function fly(item: I, at: number): Promise<void> {
    await until(clock, at - readyBeforeMs);
    const isReady = item.isReady || (await source.ready(item));
    await until(clock, at);
    toCome -= 1;
    stir();
    if (!isReady) return;
    const next = clock.machine() - at > lateMs ? { ...item, isReady: true } : await source.call(item);
    if (next !== null) deck.unshift(next);
  }

  function launch(item: I, at: number): void {
    toCome += 1;
    const flight = fly(item, at).catch((error: unknown) => void failures.push(error)).finally(() => (underWay.delete(flight), stir()));
    underWay.add(flight);
  }

  /** Answers how long to wait where nobody could be given a moment. */
  async function book(): Promise<number> {
    const among = deck.filter(({ place }, n) => deck.findIndex(other => other.place === place) === n).slice(0, bookedAtOnce);
    const moments = await messenger.book(among.map(({ place }) => place));
    for (const { thread, at, isBooked } of moments) {
      const [item] = deck.splice(deck.findIndex(({ place }) => place === thread), 1);
      if (item && isBooked) launch(item, at);
      else if (item) deck.push(item);
    }
    return moments.some(({ isBooked }) => isBooked) ? 0 : Math.max(10, Math.min(...moments.map(({ at }) => at)) - clock.machine() - aheadMs);
  }

  async function step(): Promise<void> {
    const { promise } = stirred;
    if (!isOver() && !isDry && deck.length < bookedAtOnce) {
      const claimed = await source.claim(claimedAtOnce);
      isDry = claimed.length < claimedAtOnce;
      deck.push(...claimed);
    }
    if (isOver() || deck.length === 0 || toCome >= fewBooked || underWay.size >= mostUnderWay) return underWay.size === 0 ? undefined : void (await promise);
    waitMs = await book();
    if (waitMs <= longestWaitMs) await until(clock, clock.machine() + waitMs);
  }

  do await step();
  while (underWay.size > 0 || (deck.length > 0 && !isOver()));
  if (deck.length > 0) await source.release(deck);
  if (failures.length > 0) throw failures[0];
  return waitMs;
}

async function until(clock: Needs['clock'], at: number): Promise<void> {
  const ms = at - clock.machine();
  if (ms > 0) await new Promise<void>((resolve) => void setTimeout(resolve, ms));
}
