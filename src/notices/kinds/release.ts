// A release: tentative, week commencing or planned, then moved, deployed, rolled back.
import { z } from 'zod';
import { addDays, atTime, londonDay } from '../../schedule.ts';
import { formatDateTime, forMarkdown, forPlain } from '../../words.ts';
import { noticeKind, type Change, type Changed, type Due, type Face, type Field } from '../kind.ts';
import { httpsLink } from '../links.ts';
import { bullets, dateOf, day, dayWords, dayWordsBeside, hoursWords, instant, linesTyped, mondayOf, timeOfDay } from '../moments.ts';

const certainties = ['tentative', 'week-commencing', 'planned'] as const;
const certaintyChoices = [
  { title: 'Planned for a day', value: 'planned' },
  { title: 'Some time in a week', value: 'week-commencing' },
  { title: 'Tentative', value: 'tentative' },
];

const when = z.object({ certainty: z.enum(certainties), day, from: timeOfDay, to: timeOfDay });
type When = z.infer<typeof when>;
const most = { items: 20, words: 1_000 };
const items = z.array(z.string().trim().min(1).max(300)).max(most.items);

const releaseFacts = when.extend({
  name: z.string().trim().min(2).max(40),
  version: z.string().trim().max(20),
  effect: z.string().trim().min(3).max(most.words),
  items,
  descoped: items,
  link: httpsLink,
  was: when.nullable(),
  /** Why it moved or was rolled back, or what to know now that it is deployed. */
  note: z.string().max(most.words),
  outcome: z.object({ is: z.enum(['deployed', 'rolled-back']), on: day, deployedOn: day.nullable() }).nullable(),
  changedAt: instant.nullable(),
  /** The day for which its author was asked what came of it. */
  askedFor: day.nullable(),
});
type Release = z.infer<typeof releaseFacts>;
type Typed = Readonly<Record<string, string>>;

const titled = ({ name, version }: Pick<Release, 'name' | 'version'>): string => forPlain(`${name} ${version}`, { most: 60 });

/** Thursday 10 November 2022; the week commencing Monday 7 November 2022. */
const whenWords = ({ certainty, day: on }: When, words = dayWords): string => (certainty === 'week-commencing' ? `the week commencing ${words(on)}` : words(on));
const onOrIn = (now: When): string => `${now.certainty === 'week-commencing' ? 'in' : now.certainty === 'tentative' ? 'tentatively on' : 'on'} ${whenWords(now)}`;
const hours = ({ day: on, from, to }: When): string => hoursWords(on, from, to);
const withHours = (now: When): string => (hours(now) === '' ? dayWords(now.day) : `${dayWords(now.day)}, ${hours(now)}`);
const isSameDay = (now: When, before: When): boolean => now.day === before.day && now.certainty === before.certainty;

function headingOf(facts: Release, title: string): string {
  const { outcome, was, certainty } = facts;
  if (outcome !== null) return `${outcome.is === 'deployed' ? 'Deployed' : 'Rolled back'}: ${title} release on ${dayWords(outcome.on)}`;
  if (was !== null) return `Moved: ${title} release is now ${isSameDay(facts, was) ? `on ${withHours(facts)}` : onOrIn(facts)}`;
  if (certainty === 'week-commencing') return `Week commencing ${dayWords(facts.day)}: ${title} release`;
  return `${certainty === 'planned' ? 'Planned' : 'Tentative'}: ${title} release on ${dayWords(facts.day)}`;
}

function linesOf(facts: Release): string[] {
  const { outcome, was, effect } = facts;
  const note = facts.note === '' ? '' : ` ${forMarkdown(facts.note, { most: most.words })}`;
  if (outcome?.is === 'deployed') return [note.trim() === '' ? 'You do not need to do anything.' : note.trim()];
  if (outcome !== null) return [`${outcome.deployedOn === null ? 'It is not in use.' : `It was deployed on ${dayWords(outcome.deployedOn)}, and is not in use now.`}${note}`];
  const clock = hours(facts) === '' ? '' : `Release hours: ${hours(facts)}. `;
  const before = was === null ? [] : [`It was ${isSameDay(facts, was) ? withHours(was) : whenWords(was)}.${note}`];
  return [...before, `${clock}${forMarkdown(effect, { most: most.words })}`];
}

function face(facts: Release): Face {
  const title = titled(facts);
  const points = [...facts.items, ...facts.descoped.map(item => `Not in this release: ${item}`)];
  const isOver = facts.outcome !== null;
  return {
    heading: headingOf(facts, forMarkdown(title)),
    speak: `${headingOf(facts, title)}.`,
    lines: linesOf(facts),
    list: bullets(points),
    facts: [],
    sections: [],
    subtle: facts.changedAt === null ? '' : `Changed ${formatDateTime(new Date(facts.changedAt))}.`,
    ...(facts.link === '' ? {} : { link: { title: `Read what is in ${title}`, url: facts.link } }),
    ...(isOver ? {} : { follow: 'Tell me if the date moves' }),
    about: title,
  };
}

const whenFields = (now: When | null): Field[] => [
  { id: 'certainty', label: 'How sure the day is', kind: 'choice', value: now?.certainty ?? 'planned', choices: certaintyChoices, isRequired: true },
  { id: 'day', label: 'Day, or a day of that week', kind: 'date', value: now?.day ?? '', isRequired: true },
  { id: 'from', label: 'From (optional)', kind: 'time', value: now?.from ?? '' },
  { id: 'to', label: 'To (optional)', kind: 'time', value: now?.to ?? '' },
];

/** A week begins on its Monday, whichever of its days was chosen. */
function whenTyped(typed: Typed): When | null {
  const read = when.safeParse({ certainty: typed['certainty'] ?? 'planned', day: typed['day'] ?? '', from: typed['from'] ?? '', to: typed['to'] ?? '' });
  if (!read.success) return null;
  return read.data.certainty === 'week-commencing' ? { ...read.data, day: mondayOf(read.data.day), from: '', to: '' } : read.data;
}

const noDay = 'Choose a day, and times of day or none.';

/** The last day on which it may still happen. */
const lastDay = ({ certainty, day: on }: When): Date => addDays(dateOf(on), certainty === 'week-commencing' ? 6 : 0);
const isPast = (now: When, at: Date): boolean => londonDay(lastDay(now)) < londonDay(at);

const noteField = (label: string, isRequired = false): Field => ({ id: 'note', label, kind: 'text', value: '', most: 500, isRequired });
const noteTyped = (typed: Typed): string => (typed['note'] ?? '').trim().slice(0, most.words);

const escaped = (facts: Release): string => forMarkdown(titled(facts));

function move(facts: Release, at: Date): Change<Release> {
  const make = (typed: Typed): Changed<Release> => {
    const now = whenTyped(typed);
    if (now === null) return { problem: `Not moved: ${noDay.toLowerCase()}` };
    if (isPast(now, at)) return { problem: 'Not moved: choose a day that is still to come.' };
    if (facts.outcome === null && isSameDay(now, facts) && hours(now) === hours(facts)) return { problem: `Not moved: it is ${onOrIn(facts)} already.` };
    const { certainty, day: on, from, to } = facts;
    const words = isSameDay(now, facts) ? `${withHours(now)}. It was ${withHours(facts)}.` : `${whenWords(now)}. It was ${whenWords(facts, text => dayWordsBeside(text, now.day))}.`;
    return { facts: { ...facts, ...now, was: { certainty, day: on, from, to }, note: noteTyped(typed), outcome: null, changedAt: at.toISOString() }, alert: { words: `${escaped(facts)} has moved to ${words}`, to: 'everybody' } };
  };
  const lines = ['Every card of it shows the new day, and a short new message says so to everybody who has it.'];
  return { id: 'move', title: `Move ${titled(facts)}`, lines, fields: [...whenFields(facts), noteField('Why it moves (optional)')], make };
}

/** A tentative day becomes a planned one: a move only where it is another day. */
function confirm(facts: Release, at: Date): Change<Release> {
  const make = (typed: Typed): Changed<Release> => {
    const now = whenTyped({ ...typed, certainty: 'planned' });
    if (now === null) return { problem: `Not confirmed: ${noDay.toLowerCase()}` };
    const isAsSaid = facts.certainty === 'week-commencing' ? mondayOf(now.day) === facts.day : now.day === facts.day;
    if (!isAsSaid) return move(facts, at).make({ ...typed, certainty: 'planned' });
    return { facts: { ...facts, ...now, changedAt: at.toISOString() }, alert: { words: `${escaped(facts)} is now planned for ${withHours(now)}.`, to: 'followers' } };
  };
  const fields = whenFields({ ...facts, certainty: 'planned' }).filter(({ id }) => id !== 'certainty');
  return { id: 'confirm', title: `Confirm the day of ${titled(facts)}`, lines: ['Every card of it shows the day. Those who asked to be told are told. Another day than was said is a move.'], fields, make };
}

function end(facts: Release, at: Date, is: 'deployed' | 'rolled-back'): Change<Release> {
  const word = is === 'deployed' ? 'deployed' : 'rolled back';
  const make = (typed: Typed): Changed<Release> => {
    const on = day.safeParse(typed['day'] ?? '');
    if (!on.success || on.data > londonDay(at)) return { problem: `Not changed: choose the day on which it was ${word}, today or earlier.` };
    const note = noteTyped(typed);
    if (is === 'rolled-back' && note === '') return { problem: 'Not changed: say why, and what that means for people.' };
    const deployedOn = facts.outcome?.is === 'deployed' ? facts.outcome.on : null;
    return { facts: { ...facts, outcome: { is, on: on.data, deployedOn }, note, changedAt: at.toISOString() }, alert: { words: `${escaped(facts)} was ${word} on ${dayWords(on.data)}.`, to: 'followers' } };
  };
  const fields: Field[] = [{ id: 'day', label: `Day it was ${word}`, kind: 'date', value: londonDay(at), isRequired: true }, noteField(is === 'deployed' ? 'What to know now (optional)' : 'Why, and what it means', is === 'rolled-back')];
  return { id: is, title: `Say ${titled(facts)} is ${word}`, lines: ['Every card of it says so. Those who asked to be told are told.'], fields, make };
}

function changes(facts: Release, at: Date): Change<Release>[] {
  if (facts.outcome?.is === 'deployed') return [end(facts, at, 'rolled-back')];
  if (facts.outcome !== null) return [move(facts, at)];
  return [...(facts.certainty === 'planned' ? [] : [confirm(facts, at)]), move(facts, at), end(facts, at, 'deployed')];
}

/** The morning after its day nobody knows what came of it but its author. */
const timed = {
  next: (facts: Release): Date | null => (facts.outcome !== null || facts.askedFor === facts.day ? null : atTime(addDays(lastDay(facts), 1), '09:00')),
  due: (facts: Release): Due<Release> => ({
    facts: { ...facts, askedFor: facts.day }, redraw: false, alert: null, skipped: [],
    remind: `${escaped(facts)} was ${onOrIn(facts)}, and its card still says so. Say whether it is deployed or has moved.`,
  }),
};

export const release = noticeKind<Release>({
  word: 'release',
  facts: releaseFacts,
  fields: now => [
    { id: 'name', label: 'Name, for example Linden', kind: 'line', value: now?.name ?? '', isRequired: true, most: 40 },
    { id: 'version', label: 'Version, for example 1.0', kind: 'line', value: now?.version ?? '', most: 20 },
    ...whenFields(now),
    { id: 'effect', label: 'What it means for people', kind: 'text', value: now?.effect ?? '', isRequired: true, most: most.words },
    { id: 'items', label: 'What is in it, one per line', kind: 'text', value: now?.items.join('\n') ?? '', most: 4_000 },
    { id: 'descoped', label: 'What is not, one per line', kind: 'text', value: now?.descoped.join('\n') ?? '', most: 4_000 },
    { id: 'link', label: 'Content summary, https', kind: 'line', value: now?.link ?? '' },
  ],
  read: (typed, at, before) => {
    const now = whenTyped(typed);
    if (now === null) return { problem: noDay };
    if (now.day !== before?.day && isPast(now, at)) return { problem: 'Choose a day that is still to come. A release that is deployed is announced with its day, and then said to be deployed.' };
    const kept = { was: before?.was ?? null, note: before?.note ?? '', outcome: before?.outcome ?? null, changedAt: before?.changedAt ?? null, askedFor: before?.askedFor ?? null };
    const read = releaseFacts.safeParse({ ...now, ...kept, name: typed['name'], version: typed['version'] ?? '', effect: typed['effect'], items: linesTyped(typed['items'] ?? ''), descoped: linesTyped(typed['descoped'] ?? ''), link: typed['link'] ?? '' });
    return read.success ? { facts: read.data } : { problem: `Enter a name, what it means for people, at most ${most.items} lines of what is in it and what is not, and a link that begins with https:// or none.` };
  },
  face,
  changes,
  changedAt: ({ changedAt }) => changedAt,
  timed,
  gathered: ({ outcome }) => (outcome?.is === 'deployed' ? 'live' : 'soon'),
});
