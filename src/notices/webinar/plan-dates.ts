// Dates of a series for the coming weeks, each with the job that says what is due about it.
import { randomBytes, randomUUID } from 'node:crypto';
import { addDays, londonDay } from '../../schedule.ts';
import type { Tables } from '../../store/tables.ts';
import type { Occurrence } from './occurrence.ts';
import { daysOf, timesOn, type Series } from './series.ts';

/** Long enough that a bank holiday is seen weeks before. */
const weeksAhead = 12;

/** 192 bits: nobody guesses it, and nothing else protects what it opens. */
export const newToken = (): string => randomBytes(24).toString('base64url');

export const newDate = (seriesId: string | null, day: string | null, { startsAt, endsAt }: Pick<Occurrence, 'startsAt' | 'endsAt'>, at: Date): Occurrence => ({
  id: randomUUID(), seriesId, day, startsAt, endsAt, isCancelled: false, movedFrom: null, reason: null, sequence: 0, changedAt: at, calendarToken: newToken(), recording: null, done: [], isWrittenUp: false, asHeld: null,
});

/** Looks at once, and comes again by itself. */
export const watchDate = (tx: Tables, { id }: Pick<Occurrence, 'id'>, at: Date): Promise<void> =>
  tx.jobs.add({ name: 'webinar-step', key: id, payload: { occurrenceId: id }, dueAt: at, replaceDue: true });

/** Whether another date of the series is held on that day. */
export const isHeldOn = async (tx: Tables, seriesId: string, startsAt: Date, but?: string): Promise<boolean> =>
  (await tx.occurrences.ofSeries(seriesId)).some(other => other.id !== but && !other.isCancelled && londonDay(other.startsAt) === londonDay(startsAt));

/** False where the series has that day already, or has ended. */
export async function addDate(tx: Tables, series: Series, times: Pick<Occurrence, 'startsAt' | 'endsAt'>, at: Date): Promise<boolean> {
  if ((await tx.series.lock(series.id))?.endedAt !== null) return false;
  if (await isHeldOn(tx, series.id, times.startsAt)) return false;
  const occurrence = newDate(series.id, null, times, at);
  await tx.occurrences.add(occurrence);
  await watchDate(tx, occurrence, at);
  return true;
}

/** Those that are not there yet. One that has begun is not made up for. */
export async function planDates(tx: Tables, series: Series, at: Date): Promise<void> {
  const until = series.rhythm === 'once' ? new Date(Math.max(at.getTime(), Date.parse(series.firstDay) + 86_400_000)) : addDays(at, weeksAhead * 7);
  const held = new Set((await tx.occurrences.ofSeries(series.id)).map(({ startsAt }) => londonDay(startsAt)));
  for (const day of daysOf(series, at, until)) {
    const times = timesOn(series, day);
    // Another was moved there: never two on one day.
    if (times === null || times.startsAt <= at || held.has(day)) continue;
    const occurrence = newDate(series.id, day, times, at);
    if (await tx.occurrences.add(occurrence)) await watchDate(tx, occurrence, at);
  }
}
