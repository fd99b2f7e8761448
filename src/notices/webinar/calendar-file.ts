// What an address of the calendar gives: one date, or all of a series. Whoever has the address may read it, and it tells nothing but what the channel's card does.
import type { Tables } from '../../store/tables.ts';
import { calendarOf } from './calendar-entry.ts';

/** What newToken makes. */
const tokenLike = /^[\w-]{32}$/;

export type CalendarFile = { text: string; changedAt: Date };

/** Null for everything that is none: nobody learns which part was wrong. */
export async function calendarFor(store: Tables, token: string): Promise<CalendarFile | null> {
  if (!tokenLike.test(token)) return null;
  const occurrence = await store.occurrences.byToken(token);
  const seriesId = occurrence?.seriesId ?? null;
  const series = occurrence === null ? await store.series.byToken(token) : seriesId === null ? null : await store.series.find(seriesId);
  if (series === null) return null;
  const dates = occurrence === null ? await store.occurrences.ofSeries(series.id) : [occurrence];
  return { text: calendarOf(series, dates), changedAt: new Date(Math.max(series.createdAt.getTime(), ...dates.map(({ changedAt }) => changedAt.getTime()))) };
}

export const calendarAddress = (publicUrl: string, token: string): string => `${publicUrl.replace(/\/$/, '')}/calendar/${token}.ics`;
