// What Graph asked to be left alone, and until when: one answer with Retry-After holds back every request of this identity, not only its own.
// Microsoft counts reports and policies apart from the rest, so those are held back apart (https://learn.microsoft.com/graph/throttling).
import type { Answer } from './answer.ts';

export type Brake = {
  /** Milliseconds until a request to this path may go. */
  leftMs(path: string): number;
  /** Takes note of what these answers ask for. */
  heed(path: string, answers: readonly Answer[]): void;
};

export function makeBrake(machine: () => number): Brake {
  const until = new Map<string, number>();
  return {
    leftMs: (path) => Math.max(0, (until.get(partOf(path)) ?? 0) - machine()),
    heed(path, answers) {
      const waitMs = Math.max(0, ...answers.map(({ retryAfterMs }) => retryAfterMs ?? 0));
      if (waitMs > 0) until.set(partOf(path), Math.max(until.get(partOf(path)) ?? 0, machine() + waitMs));
    },
  };
}

function partOf(path: string): string {
  if (path.startsWith('/auditLogs/') || path.startsWith('/reports/')) return 'reports';
  return path.startsWith('/identity/') ? 'policies' : 'directory';
}
