// Counts calls in sliding windows of machine time.

export type Limit = { most: number; withinMs: number };
export type Rates = { take(key: string): number };

/** `take` answers 0 when the call may go ahead, and then it is counted; else the milliseconds to wait. A refused call does not count. */
export function createRates(limits: readonly Limit[], machine: () => number): Rates {
  const longest = Math.max(...limits.map(limit => limit.withinMs));
  const calls = new Map<string, number[]>();
  return {
    take(key) {
      const now = machine();
      const recent = (calls.get(key) ?? []).filter(at => at > now - longest);
      const wait = Math.max(0, ...limits.map(limit => waitFor(limit, recent, now)));
      if (wait === 0) recent.push(now);
      calls.set(key, recent);
      return wait;
    },
  };
}

function waitFor({ most, withinMs }: Limit, recent: readonly number[], now: number): number {
  const first = recent.at(-most);
  return first === undefined ? 0 : Math.max(0, first + withinMs - now);
}
