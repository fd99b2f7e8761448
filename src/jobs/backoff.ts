// How long a job that failed waits before it is tried again. Pure.

const longestMs = 5 * 60_000;

/** Doubles from half a second to 5 minutes; `random` (0 to 1) spreads it over its upper half, so that many do not come back at once. */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(longestMs, 500 * 2 ** Math.min(failures, 20));
  return Math.round(full * (0.5 + random / 2));
}
