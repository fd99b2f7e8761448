// When applying stops by itself: more than 2 % and at least 5 failed, of those tried so far.
import type { Progress } from './service-request.ts';
import { refusedCount } from './service-request.ts';

/** Tried alone first, so that a mistake meets few people. */
export const firstSlice = 25;

export function mustStop(progress: Progress): boolean {
  const failed = refusedCount(progress);
  const tried = progress.applied + failed;
  return failed >= 5 && failed > tried * 0.02;
}

/** People to take next. Later slices are whatever the kind can do in one call. */
export const sliceSize = (slicesDone: number, kindSize: number): number => (slicesDone === 0 ? Math.min(firstSlice, kindSize) : kindSize);

/** Early re-reads after applying, in milliseconds; afterwards every half hour until somebody resolves it. */
export const readDelays = [0, 5_000, 15_000, 45_000, 120_000, 300_000] as const;

/** When to read again somebody applied at `appliedAt` and read `reads` times already. */
export function nextRead(appliedAt: Date, reads: number): Date {
  const last = readDelays[readDelays.length - 1] ?? 0;
  const delay = readDelays[reads] ?? last + (reads - readDelays.length + 1) * 30 * 60_000;
  return new Date(appliedAt.getTime() + delay);
}

export type Quarter = 0 | 1 | 2 | 3 | 4;

export const quarterOf = (done: number, total: number): Quarter => (total === 0 ? 4 : (Math.floor((done * 4) / total) as Quarter));
