// A clock for tests: both its times stand still until they are moved.
import type { Clock } from '../../src/services.ts';

export type TestClock = Clock & {
  /** Moves the calendar, as the sandbox does. The machine's time stays. */
  windTo(date: string): void;
  /** Moves both, as waiting does. */
  pass(ms: number): void;
};

/** `calendar` for example 2022-09-20T09:00+01:00. */
export function testClock(calendar = '2022-09-20T09:00:00+01:00'): TestClock {
  let people = Date.parse(calendar);
  let machine = Date.parse('2026-11-22T00:00:00Z');
  return {
    calendar: () => new Date(people),
    machine: () => machine,
    windTo: (date) => (people = Date.parse(date)),
    pass: (ms) => {
      people += ms;
      machine += ms;
    },
  };
}
