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

/** Read so often that it is no longer a directory that is a little behind. */
export const isEarlyOver = (reads: number): boolean => reads >= readDelays.length;

function delayOf(reads: number): number {
  const last = readDelays[readDelays.length - 1] ?? 0;
  return readDelays[reads] ?? last + (reads - readDelays.length + 1) * 30 * 60_000;
}

/** When to read again somebody applied at `appliedAt`, read `reads` times already and last at `readAt`. Times missed while nobody worked count as one, not as several reads in one moment. */
export function nextRead(appliedAt: Date, reads: number, readAt: Date | null): Date {
  const planned = appliedAt.getTime() + delayOf(reads);
  return new Date(readAt === null ? planned : Math.max(planned, readAt.getTime() + delayOf(reads) - delayOf(reads - 1)));
}

export type Quarter = 0 | 1 | 2 | 3 | 4;

export const quarterOf = (done: number, total: number): Quarter => (total === 0 ? 4 : (Math.floor((done * 4) / total) as Quarter));
