// The tenant's pace as a rule without a database, and what a strict connector would count.

/** The 50 latest times by which calls have left, earliest first. */
export type Ring = readonly number[];

/** A call may be made once the fiftieth before it has left, travelled 60 ms and arrived a second ago; timers fire 2 ms early at most. */
export function nextMoment(ring: Ring, start: number, late: number): { at: number; ring: Ring } {
  const fiftieth = ring.length < 50 ? -Infinity : (ring[0] ?? -Infinity);
  const at = Math.max(start, fiftieth + 1_062);
  return { at, ring: [...ring, at + late].toSorted((one, other) => one - other).slice(-50) };
}

/** The most that fall into any trailing window of `ms`. */
export function busiest(times: readonly number[], ms: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  let [most, from] = [0, 0];
  sorted.forEach((time, to) => {
    while ((sorted[from] ?? time) <= time - ms) from += 1;
    most = Math.max(most, to - from + 1);
  });
  return most;
}
