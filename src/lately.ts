// What was found a moment ago, kept for whoever goes on at once. In this process only.
import type { Clock } from './services.ts';

const mostKept = 5_000;

export type Lately<T> = {
  /** `withinMs`: no older than that. */
  get(key: string, withinMs?: number): T | null;
  keep(key: string, value: T): void;
  forget(): void;
};

export function lately<T>(clock: Clock, maxAgeMs: number): Lately<T> {
  const kept = new Map<string, { at: number; value: T }>();
  return {
    get(key, withinMs = maxAgeMs) {
      const found = kept.get(key);
      return found && clock.machine() - found.at < withinMs ? found.value : null;
    },
    keep(key, value) {
      if (kept.size >= mostKept) kept.clear();
      kept.set(key, { at: clock.machine(), value });
    },
    forget: () => kept.clear(),
  };
}
