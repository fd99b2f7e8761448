// Moments to call Teams in, from the pace that all processes share. A moment too far off is given back to the caller but stays booked here:
// were it booked anew at each return, waiting posts would push each other away for ever.
import type { Begins, Booked, Kept as Outcome, Reserved, Wanted } from '../store/pace.ts';

export type Pace = {
  /** How long to wait before a call in this thread; the moment, or only a place in the thread, is booked. It counts from `aheadMs` after now. */
  reserve(thread: string, tenant: string, wanted: Wanted & { aheadMs: number }): Promise<Reserved>;
  /** Teams asked to be left alone in this thread for so long. */
  hold(thread: string, ms: number): Promise<void>;
  /** Moments for deliveries, each in a thread of its own, from `readyMs` after now and no further ahead than `aheadMs` after that. */
  book(threads: readonly string[], tenant: string, when: { readyMs: number; aheadMs: number; kept: readonly Outcome[] }): Promise<Booked[]>;
  /** No delivery is given a moment for so long. */
  holdBulk(tenant: string, ms: number): Promise<void>;
};

export type SlotOptions = { pace: Pace; tenantId: string; machine: () => number; wait?: (ms: number) => Promise<void> };

type Slot = Pick<Reserved, 'ms' | 'hasBegun'>;
export type Slots = {
  /** Resolves with 0 ms once the call may be made, or at once with the milliseconds to come back after. `begins` is saved only where nothing is waited for. */
  take(thread: string, begins?: Begins): Promise<Slot>;
  /** Nobody calls in this thread before so many milliseconds are over, booked moments notwithstanding. */
  hold(thread: string, ms: number): Promise<void>;
};

/** Longer waits are given back, so that a worker is not held by a busy conversation. */
const LONGEST_WAIT_MS = 2_000;
/** A booked place that nobody came for is lost: used much later, many at once would be a burst. */
const KEPT_MS = 5_000;
/** Half of what the pace allows: the rest is for drawing what is said. Whoever comes later than this books anew, further ahead where the database is slow. */
const LATE_MS = 100;
const MOST_AHEAD_MS = 1_000;

type Kept = { at: number; isPlace: boolean };

export function makeSlots({ pace, tenantId, machine, wait = sleep }: SlotOptions): Slots {
  const booked = new Map<string, Kept[]>();
  const held = new Map<string, number>();

  function heldMs(thread: string): number {
    const ms = (held.get(thread) ?? 0) - machine();
    if (ms <= 0) held.delete(thread);
    return Math.max(0, ms);
  }

  /** The earliest that is still booked for this thread, where it is near enough to wait for. */
  function comeBackFor(thread: string): Kept | null {
    const kept = (booked.get(thread) ?? []).filter(({ at }) => at > machine() - KEPT_MS);
    const [next, ...others] = kept;
    const isNear = next !== undefined && next.at - machine() <= LONGEST_WAIT_MS;
    keep(thread, isNear ? others : kept);
    return isNear ? next : null;
  }

  function keep(thread: string, kept: Kept[]): void {
    if (kept.length === 0) booked.delete(thread);
    else booked.set(thread, kept.sort((one, other) => one.at - other.at));
  }

  async function book(thread: string, { placeAt, begins, aheadMs = 0 }: Wanted & { aheadMs?: number }): Promise<Slot> {
    const from = machine() + aheadMs;
    const { ms, hasBegun, isPlace } = await pace.reserve(thread, tenantId, { placeAt, begins, aheadMs });
    const slot = await come(thread, { at: from + ms, isPlace }, hasBegun ? undefined : begins);
    return { ...slot, hasBegun: hasBegun || slot.hasBegun };
  }

  /** Waits for what is booked. A place in the thread that has come, or a moment that was missed, wants a moment of the tenant's. */
  async function come(thread: string, kept: Kept, begins: Begins | undefined): Promise<Slot> {
    if (kept.at - machine() > LONGEST_WAIT_MS) {
      keep(thread, [...booked.get(thread) ?? [], kept]);
      return { ms: kept.at - machine(), hasBegun: false };
    }
    if (kept.at > machine()) await wait(kept.at - machine());
    const late = machine() - kept.at;
    if (!kept.isPlace && late <= LATE_MS) return { ms: 0, hasBegun: false };
    return book(thread, { placeAt: kept.at, begins, aheadMs: kept.isPlace ? 0 : Math.min(MOST_AHEAD_MS, 2 * late) });
  }

  return {
    async take(thread, begins) {
      if (heldMs(thread) > 0) return { ms: heldMs(thread), hasBegun: false };
      const kept = comeBackFor(thread);
      const slot = kept === null ? await book(thread, { begins }) : await come(thread, kept, begins);
      return { ...slot, ms: Math.max(slot.ms, heldMs(thread)) };
    },
    async hold(thread, ms) {
      held.set(thread, Math.max(held.get(thread) ?? 0, machine() + ms));
      await pace.hold(thread, ms);
    },
  };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}
