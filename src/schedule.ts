// Calendar arithmetic as people in the United Kingdom live it: days, wall clocks and the two nights the clocks change. Pure.

const ZONE = 'Europe/London';
const HOUR = 3_600_000;
/** Longer than any gap between two offsets that could both apply to one wall clock time. */
const DAY = 24 * HOUR;

const wallParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

/** What a clock on a wall in London shows, written as if it were UTC: only for arithmetic, it is not an instant. */
const toWall = (date: Date): number => {
  const part = new Map(wallParts.formatToParts(date).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes): number => part.get(type) ?? 0;
  const ms = ((date.getTime() % 1000) + 1000) % 1000;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'), ms);
};

const offsetAt = (instant: number): number => toWall(new Date(instant)) - instant;

/** The instant at which the wall shows `wall`: the first of two when the clocks went back, moved on by the gap when they went forward. */
const fromWall = (wall: number): Date => {
  const before = offsetAt(wall - DAY);
  const after = offsetAt(wall + DAY);
  const fits = [wall - before, wall - after].filter((instant) => instant + offsetAt(instant) === wall);
  return new Date(fits.length > 0 ? Math.min(...fits) : wall - before);
};

/** The same wall clock time `days` calendar days later (or earlier, when negative), over a change of the clocks too. */
export const addDays = (date: Date, days: number): Date => (days === 0 ? new Date(date) : fromWall(toWall(date) + days * DAY));

/**
 * That day in London at `time`, 'HH:MM'.
 * @throws RangeError where `time` is no time of day
 */
export const atTime = (date: Date, time: string): Date => {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  if (hours === undefined || minutes === undefined) throw new RangeError('A time of day looks like 06:00');
  const wall = toWall(date);
  return fromWall(wall - (((wall % DAY) + DAY) % DAY) + (Number(hours) * 60 + Number(minutes)) * 60_000);
};

/** The next time the clock shows `time` ('HH:MM'), always later than `date`. */
export const nextAt = (date: Date, time: string): Date => {
  const today = atTime(date, time);
  return today > date ? today : atTime(addDays(date, 1), time);
};

/** A resolved ticket closes by itself 3 calendar days later, at the same time of day. */
export const closesAt = (resolvedAt: Date): Date => addDays(resolvedAt, 3);

/** We aim to finish within 24 real hours of submission, whatever the clocks do. */
export const targetAt = (submittedAt: Date): Date => new Date(submittedAt.getTime() + DAY);

/** The day before a request closes, at the same time of day: the last day on which to look. */
export const nudgeAt = (closesAt: Date): Date => addDays(closesAt, -1);

/** Resolvers are told that long before a target would be missed. */
export const warnAt = (target: Date): Date => new Date(target.getTime() - 2 * HOUR);

/** The day in London, as 2022-09-23. */
export function londonDay(date: Date): string {
  const hour = Math.floor(date.getTime() / HOUR);
  // Days and clock changes begin at full hours; it is asked for at each turn.
  if (latest.hour !== hour) latest = { hour, day: new Date(toWall(date)).toISOString().slice(0, 10) };
  return latest.day;
}
let latest = { hour: NaN, day: '' };
