// Days, hours and lists as people type them into a notice's form, and as its card says them. Pure.
import { z } from 'zod';
import { addDays, inLondon, londonDay, weekday } from '../schedule.ts';
import { formatDate, formatDateTime, formatTime, forMarkdown } from '../words.ts';
import type { Field } from './kind.ts';

/** 2022-11-10: a day in London. */
export const day = z.string().refine(text => inLondon(text, '12:00') !== null);
/** 18:00 on a clock in London, or empty. */
export const timeOfDay = z.string().regex(/^(?:|([01]\d|2[0-3]):[0-5]\d)$/);
/** An instant, as rows keep it. */
export const instant = z.iso.datetime();

/** @throws RangeError where it is no day: facts hold days only. */
export function dateOf(text: string, time = '12:00'): Date {
  const date = inLondon(text, time);
  if (date === null) throw new RangeError('A day looks like 2022-11-10.');
  return date;
}

export const dayWords = (text: string): string => formatDate(dateOf(text));

/** Thursday 10 November, where the year was just said. */
export const dayWordsBeside = (text: string, other: string): string => (text.slice(0, 4) === other.slice(0, 4) ? dayWords(text).replace(/ \d{4}$/, '') : dayWords(text));

/** The Monday of its week. */
export const mondayOf = (text: string): string => londonDay(addDays(dateOf(text), -weekday(dateOf(text))));

/** 6pm to 8pm; from 6pm; until 8pm; nothing where neither is known. */
export function hoursWords(text: string, from: string, to: string): string {
  const [begins, ends] = [from, to].map(time => (time === '' ? '' : formatTime(dateOf(text, time))));
  if (begins === '') return ends === '' ? '' : `until ${ends ?? ''}`;
  return ends === '' ? `from ${begins ?? ''}` : `${begins ?? ''} to ${ends ?? ''}`;
}

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hourCycle: 'h23', hour: '2-digit', minute: '2-digit' });

/** 2022-11-10 and 18:00 in London, as boxes hold them; both empty for none. */
export const boxesFor = (at: Date | null): [day: string, time: string] => (at === null ? ['', ''] : [londonDay(at), clock.format(at)]);

/** Its two boxes: a day and a time. */
export const momentFields = (id: string, label: string, at: Date | null, isRequired = false): Field[] => {
  const [day, time] = boxesFor(at);
  return [
    { id: `${id}Day`, label: `${label}, day`, kind: 'date', value: day, isRequired },
    { id: `${id}Time`, label: `${label}, time`, kind: 'time', value: time, isRequired },
  ];
};

/** Undefined where both boxes are empty, null where they are no moment. */
export function momentTyped(typed: Readonly<Record<string, string>>, id: string): Date | null | undefined {
  const [on, time] = [typed[`${id}Day`] ?? '', typed[`${id}Time`] ?? ''];
  return on === '' && time === '' ? undefined : inLondon(on, time);
}

/** 3:05pm where that is on the day of `beside`, otherwise with its date. */
export const timeBeside = (at: Date, beside: Date): string => (londonDay(at) === londonDay(beside) ? formatTime(at) : formatDateTime(at));

/** One each line; a dash or bullet before it is the form's, not its own. */
export const linesTyped = (text: string): string[] =>
  text
    .split(/\n/)
    .map(line => line.replace(/^\s*[-*•]\s+/, '').trim())
    .filter(line => line !== '');

/** As a Markdown list. */
export const bullets = (lines: readonly string[]): string => lines.map(line => `- ${forMarkdown(line, { most: 300 })}`).join('\n');
