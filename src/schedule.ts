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

/** The instants at which the wall shows `wall`: two when the clocks went back, moved on by the gap when they went forward. */
const bothFromWall = (wall: number): number[] => {
  const before = offsetAt(wall - DAY);
  const after = offsetAt(wall + DAY);
  const fits = [wall - before, wall - after].filter((instant) => instant + offsetAt(instant) === wall);
  return fits.length > 0 ? fits : [wall - before];
};

/** The first of them. */
const fromWall = (wall: number): Date => new Date(Math.min(...bothFromWall(wall)));

const timeOfDay = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** The same wall clock time `days` calendar days later (or earlier, when negative), over a change of the clocks too. */
export const addDays = (date: Date, days: number): Date => (days === 0 ? new Date(date) : fromWall(toWall(date) + days * DAY));

/**
 * That day in London at `time`, 'HH:MM'.
 * @throws RangeError where `time` is no time of day
 */
export const atTime = (date: Date, time: string): Date => {
  const [, hours, minutes] = timeOfDay.exec(time) ?? [];
  if (hours === undefined || minutes === undefined) throw new RangeError('A time of day looks like 06:00');
  const wall = toWall(date);
  return fromWall(wall - (((wall % DAY) + DAY) % DAY) + (Number(hours) * 60 + Number(minutes)) * 60_000);
};

/** The next time the clock shows `time` ('HH:MM'), always later than `date`. */
export const nextAt = (date: Date, time: string): Date => {
  const today = atTime(date, time);
  return today > date ? today : atTime(addDays(date, 1), time);
};

/** That moment in London: `day` as 2022-09-26, `time` as 07:00. Null where there is no such day or time. */
export function inLondon(day: string, time: string): Date | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)?.map(Number) ?? [];
  const [, hours, minutes] = timeOfDay.exec(time)?.map(Number) ?? [];
  if (year === undefined || month === undefined || date === undefined || hours === undefined || minutes === undefined) return null;
  const wall = Date.UTC(year, month - 1, date, hours, minutes);
  return new Date(wall).toISOString().startsWith(day) ? fromWall(wall) : null;
}

/** A resolved ticket closes by itself 3 calendar days later, at the same time of day. */
export const closesAt = (resolvedAt: Date): Date => addDays(resolvedAt, 3);

/** We aim to finish within 24 real hours of submission, whatever the clocks do; of `notBefore` where that is later. */
export const targetAt = (submittedAt: Date, notBefore: Date | null = null): Date => new Date(later(submittedAt, notBefore).getTime() + DAY);

export const later = (date: Date, other: Date | null): Date => (other !== null && other > date ? other : date);

/** The day before a request closes, at the same time of day: the last day on which to look. */
export const nudgeAt = (closesAt: Date): Date => addDays(closesAt, -1);

/** A week after it was resolved, at the same time of day: most people have signed in by then. */
export const weekAfter = (resolvedAt: Date): Date => addDays(resolvedAt, 7);

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

/** Hours on days of the week: Monday is 0, `from` and `to` are minutes of the day. Days may go over Sunday, hours not over midnight. */
type Stretch = { first: number; last: number; from: number; to: number };
export type WorkingHours = readonly Stretch[];

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const stretch = /^([a-z]{3})(?:-([a-z]{3}))? (\d{2}):([0-5]\d)-(\d{2}):([0-5]\d)$/;

/** From "Mon-Fri 08:00-18:00", or several separated by commas. Null where it is nothing like that, or ends before it begins. */
export function readWorkingHours(text: string): WorkingHours | null {
  const read = text.split(',').map(readStretch);
  const found = read.filter(one => one !== null);
  return found.length === read.length ? found : null;
}

function readStretch(text: string): Stretch | null {
  const [, begins = '', ends = begins, ...clock] = stretch.exec(text.trim().toLowerCase().replace(/\s+/g, ' ')) ?? [];
  const [first, last] = [weekdays.indexOf(begins), weekdays.indexOf(ends)];
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = clock.map(Number);
  const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
  return first >= 0 && last >= 0 && from < to && to <= 24 * 60 ? { first, last, from, to } : null;
}

const isOn = ({ first, last }: Stretch, day: number): boolean => (first <= last ? day >= first && day <= last : day >= first || day <= last);

/** The whole week: nothing ever waits for them. */
export const isAlways = (hours: WorkingHours): boolean => weekdays.every((_, day) => hours.some(one => isOn(one, day) && one.from === 0 && one.to === 24 * 60));

/** The day of the week in London: Monday is 0. The first of January 1970 was a Thursday. */
export const weekday = (date: Date): number => (Math.floor(toWall(date) / DAY) + 3) % 7;

export function isWithin(hours: WorkingHours, date: Date): boolean {
  const minute = (toWall(date) % DAY) / 60_000;
  const day = weekday(date);
  return hours.some(one => isOn(one, day) && minute >= one.from && minute < one.to);
}

/** `date` itself where it is within hours, otherwise when they begin next. */
export function nextOpening(hours: WorkingHours, date: Date): Date {
  if (isWithin(hours, date)) return date;
  const midnight = Math.floor(toWall(date) / DAY) * DAY;
  const days = Array.from({ length: 15 }, (_, index) => midnight + index * DAY);
  // Where the clocks change, at 1am in Greenwich, hours may begin again, or begin late.
  const begin = days.flatMap(day => [day + HOUR, ...hours.flatMap(({ from }) => bothFromWall(day + from * 60_000))]);
  const next = Math.min(...begin.filter(instant => instant >= date.getTime() && isWithin(hours, new Date(instant))));
  return new Date(next);
}
