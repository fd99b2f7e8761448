// Calendar time: the machine's plus an offset that only grows. Everything people see and Microsoft's records are stamped by it.
import { createBell } from './bell.ts';

export type Clock = ReturnType<typeof createClock>;

export function createClock(machine: () => number) {
  const bell = createBell();
  let offsetMs = 0;
  let version = 0;
  return {
    machine,
    calendar: (): number => machine() + offsetMs,
    state: (): { version: number; offsetMs: number } => ({ version, offsetMs }),
    set(to: number): void {
      offsetMs = to;
      version += 1;
      bell.ring();
    },
    /** Resolves when it is wound, after `ms`, or when the caller hangs up. */
    changed: bell.wait,
  };
}
