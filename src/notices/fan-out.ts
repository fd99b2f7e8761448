// Calls Teams for many, as fast as the pace lets all processes together: moments are booked few at a time, calls leave at theirs, and how long Teams takes
// to answer holds nobody up. Knows nothing of what is said.
import type { Messenger, Services } from '../services.ts';
import type { Kept } from '../store/pace.ts';

/** `ready` is done shortly before the moment and says whether to call; `call` at it, which says when Teams has answered, and answers what is to be called next, if anything. `isReady`: that was done, and its moment missed. */
export type Item = { place: string; isReady: boolean };
export type Source<I extends Item> = {
  claim: (most: number) => Promise<I[]>;
  ready: (item: I) => Promise<boolean>;
  call: (item: I, answered: () => void) => Promise<I | null>;
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
/** Longer than a database needs for a statement, or the moment is missed. */
const readyBeforeMs = 45;
/** The pace allows 25 ms: the rest is for the call to leave. */
const lateMs = 8;
const longestWaitMs = 2_000;
/** As the messenger books them: what is further ahead is not given yet. */
const aheadMs = 250;

/** Until `endsAt`, or nothing is left to claim. Answers how long to leave Teams alone, where it was told to. */
export async function fanOut<I extends Item>(needs: Needs, source: Source<I>, { signal, endsAt }: Run): Promise<number> {
  const { messenger, clock } = needs;
  const deck: I[] = [];
  const flights = flightsOf(needs, source, item => deck.unshift(item));
  let [waitMs, isDry] = [0, false];
  const isOver = (): boolean => signal.aborted || flights.failures.length > 0 || waitMs > longestWaitMs || clock.machine() >= endsAt;

  /** Answers how long to wait where nobody could be given a moment. */
  async function book(): Promise<number> {
    const among = deck.filter(({ place }, n) => deck.findIndex(other => other.place === place) === n).slice(0, bookedAtOnce);
    const moments = await messenger.book(among.map(({ place }) => place), flights.kept.splice(0));
    for (const { thread, at, isBooked } of moments) {
      const [item] = deck.splice(deck.findIndex(({ place }) => place === thread), 1);
      if (item && isBooked) flights.launch(item, at);
      else if (item) deck.push(item);
    }
    return moments.some(({ isBooked }) => isBooked) ? 0 : Math.max(10, Math.min(...moments.map(({ at }) => at)) - clock.machine() - aheadMs);
  }

  async function step(): Promise<void> {
    const stirred = flights.stirred();
    if (!isOver() && !isDry && deck.length < bookedAtOnce) {
      const claimed = await source.claim(claimedAtOnce);
      isDry = claimed.length < claimedAtOnce;
      deck.push(...claimed);
    }
    if (isOver() || deck.length === 0 || flights.isFull()) return void (flights.isEmpty() || (await stirred));
    waitMs = await book();
    if (waitMs <= longestWaitMs) await until(clock, clock.machine() + waitMs);
  }

  // Whatever fails, calls that are under way come to their end first.
  do await step().catch((error: unknown) => void flights.failures.push(error));
  while (!flights.isEmpty() || (deck.length > 0 && !isOver()));
  const left = [...deck, ...flights.denied];
  if (left.length > 0) await source.release(left);
  if (flights.failures.length > 0) throw flights.failures[0];
  return waitMs;
}

/** Calls with a moment, to come or under way. `again` takes what is to be booked once more. */
function flightsOf<I extends Item>({ clock }: Needs, source: Source<I>, again: (item: I) => void) {
  const underWay = new Set<Promise<void>>();
  const [kept, denied, failures]: [Kept[], I[], unknown[]] = [[], [], []];
  let toCome = 0;
  let stirred = Promise.withResolvers<undefined>();
  const stir = (): void => (stirred.resolve(undefined), void (stirred = Promise.withResolvers()));

  async function fly(item: I, at: number): Promise<void> {
    await until(clock, at - readyBeforeMs);
    const isReady = item.isReady || (await source.ready(item));
    await until(clock, at);
    toCome -= 1;
    stir();
    const isMissed = clock.machine() - at > lateMs;
    if (isMissed || !isReady) kept.push({ at, answeredAt: null });
    if (!isReady) return void denied.push(item);
    const next = isMissed ? { ...item, isReady: true } : await source.call(item, () => void kept.push({ at, answeredAt: clock.machine() }));
    if (next !== null) again(next);
  }

  return {
    kept, denied, failures,
    isEmpty: () => underWay.size === 0,
    isFull: () => toCome >= fewBooked || underWay.size >= mostUnderWay,
    /** Settles when the next of them has come to its moment or its end. */
    stirred: () => stirred.promise,
    launch(item: I, at: number): void {
      toCome += 1;
      const flight = fly(item, at).catch((error: unknown) => void failures.push(error)).finally(() => (underWay.delete(flight), stir()));
      underWay.add(flight);
    },
  };
}

async function until(clock: Needs['clock'], at: number): Promise<void> {
  const ms = at - clock.machine();
  if (ms > 0) await new Promise<void>((resolve) => void setTimeout(resolve, ms));
}
