// The Local Administrators' bulletin: what to do, what is coming and what is live, as of its day.
import { z } from 'zod';
import { londonDay } from '../../schedule.ts';
import { forMarkdown, plural } from '../../words.ts';
import { noticeKind, type BulletinPart, type Face } from '../kind.ts';
import { httpsLink } from '../links.ts';
import { day, dayWords, linesTyped } from '../moments.ts';

const parts: readonly { part: BulletinPart; title: string }[] = [
  { part: 'actioned', title: 'To be actioned' },
  { part: 'soon', title: 'Coming soon' },
  { part: 'live', title: 'Live' },
];
const mostItems = 15;
const items = z.array(z.string().trim().min(1).max(300)).max(mostItems);

const bulletinFacts = z.object({ day, intro: z.string().trim().max(500), actioned: items, soon: items, live: items, link: httpsLink });
type Bulletin = z.infer<typeof bulletinFacts>;

/** What is gathered for a new one, cut to what it may hold: the officer sees it in the form, and edits or drops it. */
export function gatheredBulletin(at: Date, gathered: readonly { part: BulletinPart; words: string }[]): Bulletin {
  const under = (part: BulletinPart): string[] => gathered.filter(one => one.part === part).map(({ words }) => words.slice(0, 300)).slice(0, mostItems);
  return { day: londonDay(at), intro: '', actioned: under('actioned'), soon: under('soon'), live: under('live'), link: '' };
}

function face(facts: Bulletin): Face {
  const toDo = facts.actioned.length === 0 ? 'nothing to be actioned' : `${plural(facts.actioned.length, 'thing', 'things')} to be actioned`;
  const heading = `LA bulletin, ${dayWords(facts.day)}: ${toDo}`;
  return {
    heading,
    speak: `${heading}.`,
    lines: facts.intro === '' ? [] : [forMarkdown(facts.intro, { most: 500 })],
    list: '',
    facts: [],
    sections: parts.map(({ part, title }) => ({ title, lines: facts[part].map(item => forMarkdown(item, { most: 300 })) })).filter(({ lines }) => lines.length > 0),
    subtle: `Correct at the time of publishing, ${dayWords(facts.day)}.`,
    ...(facts.link === '' ? {} : { link: { title: 'Read the LA bulletin', url: facts.link } }),
    about: `LA bulletin, ${dayWords(facts.day)}`,
  };
}

export const bulletin = noticeKind<Bulletin>({
  word: 'bulletin',
  facts: bulletinFacts,
  fields: (now, at) => [
    { id: 'day', label: 'Its day', kind: 'date', value: now?.day ?? londonDay(at), isRequired: true },
    { id: 'intro', label: 'First line (optional)', kind: 'text', value: now?.intro ?? '', most: 500 },
    ...parts.map(({ part, title }) => ({ id: part, label: `${title}, one per line`, kind: 'text' as const, value: now?.[part].join('\n') ?? '', most: 4_500 })),
    { id: 'link', label: 'Link, https (optional)', kind: 'line', value: now?.link ?? '' },
  ],
  read: typed => {
    const read = bulletinFacts.safeParse({ day: typed['day'], intro: typed['intro'] ?? '', link: typed['link'] ?? '', ...Object.fromEntries(parts.map(({ part }) => [part, linesTyped(typed[part] ?? '')])) });
    if (!read.success) return { problem: `Enter its day, at most ${mostItems} lines of 300 letters under each heading, and a link that begins with https:// or none.` };
    return parts.every(({ part }) => read.data[part].length === 0) ? { problem: 'Enter at least one line under one of the headings.' } : { facts: read.data };
  },
  face,
  gathered: () => null,
});
