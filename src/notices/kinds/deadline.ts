// A deadline or a retirement: what it means, what to do, and a countdown in the mornings of chosen days.
import { z } from 'zod';
import { addDays, atTime, londonDay } from '../../schedule.ts';
import { formatDate, formatTime, forMarkdown, forPlain, joined, plural } from '../../words.ts';
import { noticeKind, type Change, type Changed, type Due, type Face, type Field } from '../kind.ts';
import { httpsLink } from '../links.ts';
import { dateOf, day, dayWords, dayWordsBeside, instant, timeOfDay } from '../moments.ts';

const mostWords = 500;
const [morning, mostDays] = ['09:00', 365];

const deadlineFacts = z.object({
  is: z.enum(['deadline', 'retirement']),
  title: z.string().trim().min(3).max(80),
  day,
  time: timeOfDay,
  impact: z.string().trim().min(3).max(mostWords),
  affected: z.string().trim().max(mostWords),
  toDo: z.string().trim().max(mostWords),
  link: httpsLink,
  /** Days before it, the most first. */
  countdown: z.array(z.number().int().min(0).max(mostDays)).max(10),
  was: z.object({ day, time: timeOfDay }).nullable(),
  /** Until then the countdown was said, or passed over. */
  countedUntil: instant.nullable(),
  isOver: z.boolean(),
  changedAt: instant.nullable(),
});
type Deadline = z.infer<typeof deadlineFacts>;
type When = Pick<Deadline, 'day' | 'time'>;
type Typed = Readonly<Record<string, string>>;

const words = (text: string): string => forMarkdown(text, { most: mostWords });

/** Without a time it is the whole day. */
const endOf = ({ day: on, time }: When): Date => (time === '' ? atTime(addDays(dateOf(on), 1), '00:00') : dateOf(on, time));
const clock = ({ day: on, time }: When, word: string): string => (time === '' ? '' : `${word} ${formatTime(dateOf(on, time))} `);
const calendarDays = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** after 7pm on Friday 28 October 2022; by 7pm on, or by, Friday 28 October 2022. */
const whenWords = (facts: Pick<Deadline, 'is' | 'day' | 'time'>, on = dayWords(facts.day)): string =>
  facts.is === 'retirement' ? `${facts.time === '' ? 'on ' : `${clock(facts, 'after')}on `}${on}` : `by ${facts.time === '' ? '' : `${formatTime(dateOf(facts.day, facts.time))} on `}${on}`;

const isPassed = (facts: Deadline, at: Date): boolean => facts.isOver || at >= endOf(facts);

function headingOf(facts: Deadline, at: Date, title: string): string {
  const isRetirement = facts.is === 'retirement';
  if (isPassed(facts, at)) return isRetirement ? `Retired on ${dayWords(facts.day)}: ${title}` : `Passed on ${dayWords(facts.day)}: ${title}`;
  if (facts.was !== null) return `Moved: ${title}, now ${whenWords(facts)}`;
  return isRetirement ? `Retiring ${whenWords(facts)}: ${title}` : `To do ${whenWords(facts)}: ${title}`;
}

const left = (facts: When, at: Date): string => {
  const days = calendarDays(londonDay(at), facts.day);
  return days === 0 ? 'this is the day' : `${plural(days, 'day', 'days')} left`;
};

function linesOf(facts: Deadline, at: Date): string[] {
  if (isPassed(facts, at)) return [facts.is === 'retirement' ? `It was retired ${clock(facts, 'after')}on ${dayWords(facts.day)}.` : `The time for it ended ${facts.time === '' ? '' : `${formatTime(dateOf(facts.day, facts.time))} `}on ${dayWords(facts.day)}.`];
  const counted = `As of ${formatDate(at)}: ${left(facts, at)}.`;
  return [...(facts.was === null ? [] : [`It was ${whenWords({ ...facts, ...facts.was })}.`]), counted];
}

function face(facts: Deadline, at: Date): Face {
  const title = forPlain(facts.title);
  const isOver = isPassed(facts, at);
  const rows = [{ title: 'Impact', value: facts.impact }, { title: 'Who', value: facts.affected }, { title: 'Do', value: isOver ? '' : facts.toDo }];
  return {
    heading: headingOf(facts, at, forMarkdown(facts.title)),
    speak: `${headingOf(facts, at, title)}.`,
    lines: linesOf(facts, at),
    list: '',
    facts: rows.filter(({ value }) => value !== '').map(row => ({ title: row.title, value: words(row.value) })),
    sections: [],
    subtle: '',
    ...(facts.link === '' ? {} : { link: { title: `Read about ${forPlain(facts.title, { most: 40 })}`, url: facts.link } }),
    ...(isOver ? {} : { follow: 'Tell me if the date moves' }),
    about: forPlain(facts.title, { most: 40 }),
  };
}

const inDays = (days: number): string => (days === 0 ? 'today' : `in ${plural(days, 'day', 'days')}`);
const aliveWords = (facts: Deadline, at: Date): string =>
  `${forMarkdown(facts.title)}: ${facts.is === 'retirement' ? 'retires' : 'to be done'} ${inDays(calendarDays(londonDay(at), facts.day))}, ${whenWords(facts)}.`;

/** Those of the countdown still to be said: nobody needs a reminder on the day the notice itself came. */
function points(facts: Deadline, began: Date): { days: number; at: Date }[] {
  const after = facts.countedUntil === null ? began : new Date(Math.max(began.getTime(), Date.parse(facts.countedUntil)));
  return facts.countdown.map(days => ({ days, at: atTime(addDays(dateOf(facts.day), -days), morning) })).filter(point => point.at > after && londonDay(point.at) > londonDay(began) && point.at < endOf(facts));
}

/** What was missed while nobody was there is said once, by what is left now; the others are passed over. */
function due(facts: Deadline, at: Date, began: Date): Due<Deadline> {
  const passed = points(facts, began).filter(point => point.at <= at);
  const isOver = at >= endOf(facts);
  const skipped = (isOver ? passed : passed.slice(0, -1)).map(({ days }) => `${plural(days, 'day', 'days')} before`);
  const alert = isOver || passed.length === 0 ? null : { words: aliveWords(facts, at), to: 'everybody' as const };
  return { facts: { ...facts, countedUntil: at.toISOString(), isOver }, redraw: true, alert, remind: null, skipped };
}

function next(facts: Deadline, began: Date): Date | null {
  if (facts.isOver) return null;
  return new Date(Math.min(endOf(facts).getTime(), ...points(facts, began).map(({ at }) => at.getTime())));
}

const whenFields = (now: When | null): Field[] => [
  { id: 'day', label: 'Day', kind: 'date', value: now?.day ?? '', isRequired: true },
  { id: 'time', label: 'Time (optional)', kind: 'time', value: now?.time ?? '' },
];
const whenSchema = z.object({ day, time: timeOfDay });
const whenTyped = (typed: Typed): When | null => whenSchema.safeParse({ day: typed['day'] ?? '', time: typed['time'] ?? '' }).data ?? null;

function move(facts: Deadline, at: Date): Change<Deadline> {
  const make = (typed: Typed): Changed<Deadline> => {
    const now = whenTyped(typed);
    if (now === null || endOf(now) <= at) return { problem: 'Not moved: choose a day that is still to come, and a time of day or none.' };
    if (now.day === facts.day && now.time === facts.time) return { problem: `Not moved: it is ${whenWords(facts)} already.` };
    const moved = { ...facts, ...now, was: { day: facts.day, time: facts.time }, countedUntil: at.toISOString(), isOver: false, changedAt: at.toISOString() };
    return { facts: moved, alert: { words: `${forMarkdown(facts.title)} has moved: now ${whenWords(moved)}. It was ${whenWords(facts, dayWordsBeside(facts.day, now.day))}.`, to: 'everybody' } };
  };
  return { id: 'move', title: `Move ${forPlain(facts.title, { most: 40 })}`, lines: ['Every card of it shows the new day, and a short new message says so to everybody who has it.'], fields: whenFields(facts), make };
}

/** "30, 7, 1" or "30 7 1"; null where it is something else. */
function countdownTyped(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter(part => part !== '');
  return parts.every(part => /^\d{1,3}$/.test(part)) ? [...new Set(parts.map(Number))].toSorted((a, b) => b - a) : null;
}

export const deadline = noticeKind<Deadline>({
  word: 'deadline or retirement',
  facts: deadlineFacts,
  fields: now => [
    { id: 'is', label: 'What it is', kind: 'choice', value: now?.is ?? 'deadline', choices: [{ title: 'A deadline: something to be done', value: 'deadline' }, { title: 'A retirement: something ends', value: 'retirement' }], isRequired: true },
    { id: 'title', label: 'What is to be done, or ends', kind: 'line', value: now?.title ?? '', isRequired: true, most: 80 },
    ...whenFields(now),
    { id: 'impact', label: 'Impact', kind: 'text', value: now?.impact ?? '', isRequired: true, most: mostWords },
    { id: 'affected', label: 'Who is affected (optional)', kind: 'text', value: now?.affected ?? '', most: mostWords },
    { id: 'toDo', label: 'What to do (optional)', kind: 'text', value: now?.toDo ?? '', most: mostWords },
    { id: 'countdown', label: 'Remind so many days before', kind: 'line', value: (now?.countdown ?? [30, 7, 1]).join(', '), most: 60 },
    { id: 'link', label: 'Link, https (optional)', kind: 'line', value: now?.link ?? '' },
  ],
  read: (typed, at, before) => {
    const [now, countdown] = [whenTyped(typed), countdownTyped(typed['countdown'] ?? '')];
    const isMoved = now !== null && (now.day !== before?.day || now.time !== before.time);
    if (now === null || (isMoved && endOf(now) <= at)) return { problem: 'Choose a day that is still to come, and a time of day or none.' };
    if (countdown === null) return { problem: `Enter the days before it as numbers with commas between them, for example ${joined(['30', '7', '1'])}.` };
    const kept = { was: before?.was ?? null, countedUntil: before === null ? null : isMoved ? at.toISOString() : before.countedUntil, isOver: isMoved ? false : (before?.isOver ?? false), changedAt: before?.changedAt ?? null };
    const read = deadlineFacts.safeParse({ ...typed, ...kept, ...now, countdown, affected: typed['affected'] ?? '', toDo: typed['toDo'] ?? '', link: typed['link'] ?? '' });
    return read.success ? { facts: read.data } : { problem: `Enter what it is, its impact, at most 10 numbers of days up to ${mostDays}, and a link that begins with https:// or none.` };
  },
  face,
  changes: (facts, at) => [move(facts, at)],
  changedAt: ({ changedAt }) => changedAt,
  timed: { next, due },
  gathered: ({ isOver }) => (isOver ? 'live' : 'actioned'),
});
