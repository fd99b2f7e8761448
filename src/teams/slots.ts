// Moments to post in, from the pace that all processes share. A moment too far off is given back to the caller but stays booked here:
// were it booked anew at each return, waiting posts would push each other away for ever.
import type { Begins, Reserved } from '../store/pace.ts';

export type Pace = {
  /** How long to wait before a call that costs `cost` messages in this thread; the moment is booked. */
  reserve(thread: string, tenant: string, cost: number, begins?: Begins): Promise<Reserved>;
  /** Teams asked to be left alone in this thread for so long. */
  hold(thread: string, ms: number): Promise<void>;
};

export type SlotOptions = { pace: Pace; tenantId: string; machine: () => number; wait?: (ms: number) => Promise<void> };

export type Slots = {
  /** Resolves with 0 ms once the call may be made, or at once with the milliseconds to come back after. `begins` is saved only where nothing is waited for. */
  take(thread: string, begins?: Begins): Promise<Reserved>;
  /** Nobody calls in this thread before so many milliseconds are over, booked moments notwithstanding. */
  hold(thread: string, ms: number): Promise<void>;
};

/** Longer waits are given back, so that a worker is not held by a busy conversation. */
const LONGEST_WAIT_MS = 2_000;
/** A booked moment that nobody came for is lost: used much later, many at once would be a burst. */
const KEPT_MS = 5_000;

export function makeSlots({ pace, tenantId, machine, wait = sleep }: SlotOptions): Slots {
  const booked = new Map<string, number[]>();
  const held = new Map<string, number>();

  function heldMs(thread: string): number {
    const ms = (held.get(thread) ?? 0) - machine();
    if (ms <= 0) held.delete(thread);
    return Math.max(0, ms);
  }

  /** The earliest moment still booked for this thread, where it is near enough to wait for. */
  function comeBackFor(thread: string): number | null {
    const kept = (booked.get(thread) ?? []).filter((moment) => moment > machine() - KEPT_MS);
    const [next, ...others] = kept;
    const isNear = next !== undefined && next - machine() <= LONGEST_WAIT_MS;
    keep(thread, isNear ? others : kept);
    return isNear ? next : null;
  }

  function keep(thread: string, moments: number[]): void {
    if (moments.length === 0) booked.delete(thread);
    else booked.set(thread, moments.sort((one, other) => one - other));
  }

  return {
    async take(thread, begins) {
      if (heldMs(thread) > 0) return notBegun(heldMs(thread));
      const kept = comeBackFor(thread);
      const booking = kept === null ? await pace.reserve(thread, tenantId, 1, begins) : notBegun(Math.max(0, kept - machine()));
      if (booking.ms > LONGEST_WAIT_MS) {
        keep(thread, [...booked.get(thread) ?? [], machine() + booking.ms]);
        return booking;
      }
      if (booking.ms > 0) await wait(booking.ms);
      return { ...booking, ms: heldMs(thread) };
    },
    async hold(thread, ms) {
      held.set(thread, Math.max(held.get(thread) ?? 0, machine() + ms));
      await pace.hold(thread, ms);
    },
  };
}

const notBegun = (ms: number): Reserved => ({ ms, hasBegun: false });

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}
