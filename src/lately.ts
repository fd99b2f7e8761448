// What was seen to be so a moment ago, so that whoever goes on at once is not asked about again. In this process only.
import type { Clock } from './services.ts';

const mostKept = 5_000;

export function lately(clock: Clock, maxAgeMs: number) {
  const seen = new Map<string, number>();
  return {
    has: (what: object): boolean => clock.machine() - (seen.get(JSON.stringify(what)) ?? -Infinity) < maxAgeMs,
    note(what: object): void {
      if (seen.size >= mostKept) seen.clear();
      seen.set(JSON.stringify(what), clock.machine());
    },
    forget: (): void => seen.clear(),
  };
}
