// A survey or something to sign up for: until when, for how many, answered on its card.
import { z } from 'zod';
import { addDays, atTime, inLondon, later, londonDay } from '../../schedule.ts';
import { formatDateTime, forMarkdown, forPlain } from '../../words.ts';
import { noticeKind } from '../kind.ts';
import { httpsLink } from '../links.ts';

const facts = z.object({
  title: z.string().trim().min(3).max(80),
  text: z.string().trim().min(3).max(2_000),
  closesAt: z.iso.datetime(),
  /** Null: as many as come. */
  places: z.number().int().min(1).max(10_000).nullable(),
  /** None: one plain answer. */
  options: z.array(z.string().trim().min(1).max(40)).max(4),
  link: httpsLink,
  isClosed: z.boolean(),
});
export type SignUpFacts = z.infer<typeof facts>;

/** @throws ZodError for facts of another kind. */
export const signUpFacts = (raw: unknown): SignUpFacts => facts.parse(raw);

/** What can be answered; with a link it is a survey elsewhere, and this says that it is done. */
export const answersTo = ({ options, link }: SignUpFacts): string[] => (options.length > 0 ? options : [link === '' ? 'Sign me up' : 'I have answered']);

/** A week and two days before it closes, at 10am; none on the day itself. */
export const remindersOf = ({ closesAt }: SignUpFacts): Date[] => [7, 2].map(days => atTime(addDays(new Date(closesAt), -days), '10:00'));

const wholeNumber = /^\d{1,5}$/;

export const signUp = noticeKind({
  word: 'sign-up or survey',
  facts,
  fields: now => [
    { id: 'title', label: 'What it is', kind: 'line', value: now?.title ?? '', isRequired: true, most: 80 },
    { id: 'text', label: 'What it says', kind: 'text', value: now?.text ?? '', isRequired: true, most: 2_000 },
    { id: 'closesOn', label: 'Closes on (at 5pm)', kind: 'date', value: now === null ? '' : londonDay(new Date(now.closesAt)), isRequired: true },
    { id: 'places', label: 'Places (empty: no limit)', kind: 'line', value: now?.places?.toString() ?? '', most: 5 },
    { id: 'options', label: 'Choices, one on each line', kind: 'text', value: now?.options.join('\n') ?? '', most: 200, hint: 'At most 4, for example dates. Empty: people just sign up.' },
    { id: 'link', label: 'Survey, https (optional)', kind: 'line', value: now?.link ?? '' },
  ],
  read: (typed, at, before) => {
    const places = (typed['places'] ?? '').trim();
    const closesAt = inLondon(typed['closesOn'] ?? '', '17:00');
    const staysClosed = before?.isClosed === true && closesAt?.toISOString() === before.closesAt;
    if (closesAt === null || (closesAt <= at && !staysClosed)) return { problem: 'Enter the day on which it closes: it has to be to come.' };
    if (places !== '' && !wholeNumber.test(places)) return { problem: 'Enter the number of places in figures, or leave the box empty.' };
    const options = [...new Set((typed['options'] ?? '').split('\n').map(option => option.trim()).filter(option => option !== ''))];
    const read = facts.safeParse({ title: typed['title'], text: typed['text'], closesAt: closesAt.toISOString(), places: places === '' ? null : Number(places), options, link: typed['link'] ?? '', isClosed: staysClosed });
    return read.success ? { facts: read.data } : { problem: 'Enter what it is, what it says, at most 4 choices of 40 letters, and a link that begins with https:// or none.' };
  },
  face: (now, at) => {
    const about = forPlain(now.title, { most: 40 });
    const isOpen = !now.isClosed && later(at, new Date(now.closesAt)) > at;
    const state = isOpen ? 'Open' : 'Closed';
    return {
      heading: `${state}: ${forMarkdown(now.title)}`,
      speak: `${state}: ${forPlain(now.title)}.`,
      lines: [...now.text.split(/\n+/).map(line => forMarkdown(line, { most: 2_000 })), isOpen ? `It closes on ${formatDateTime(new Date(now.closesAt))}.` : `It closed on ${formatDateTime(new Date(now.closesAt))}. You do not need to do anything.`],
      list: '',
      facts: [],
      sections: [],
      subtle: isOpen ? `Nobody but the organisers sees who answered.${now.options.length > 0 ? ' Press another to change your choice.' : ''}` : '',
      ...(now.link === '' || !isOpen ? {} : { link: { title: `Open the survey: ${about}`, url: now.link } }),
      ...(isOpen ? { answers: answersTo(now).map(choice => ({ title: now.options.length > 0 ? `Choose ${forPlain(choice, { most: 40 })}` : `${choice}: ${about}`, value: choice })), back: `${now.link === '' ? 'Take my name off' : 'I have not answered'}: ${about}` } : {}),
      about,
    };
  },
});
