// The cards of what Local Administrators tell us: the form, the list for those who answer, one of them, and what its reporter hears. Pure.
import type { Card, Fact } from '../cards.ts';
import { deskButton, type Reader } from '../requests/desk-button.ts';
import { plainCard } from '../requests/help-cards.ts';
import { formatDateTime, forMarkdown, forPlain, plural } from '../words.ts';
import { mostWords, wrongs, type Feedback } from './feedback.ts';

/** `typed`: what was typed before, with what to mend. */
export function feedbackForm(isPage: boolean, id: string, reader: Reader, typed: { problem?: string; page?: string; wrong?: string; words?: string } = {}): Card {
  const heading = typed.problem ?? (isPage ? 'Report a page that needs attention' : 'Tell us what could be better');
  return {
    name: 'feedback-form',
    data: {
      speak: `${heading}.`,
      heading,
      lines: ['It goes to the people who look after the service, with your name and organisation, and to no channel. You hear in this chat what comes of it.'],
      page: isPage ? { typed: typed.page ?? '', wrong: typed.wrong ?? '', choices: Object.entries(wrongs).map(([value, title]) => ({ title, value })) } : null,
      label: isPage ? 'What is wrong, in your words' : 'What you would like to say',
      words: typed.words ?? '',
      most: mostWords,
      send: deskButton(reader, isPage ? 'feedback.report' : 'feedback.send', id, isPage ? 'Report this page' : 'Send this feedback'),
    },
  };
}

export const thanksCard = ({ page }: Feedback): Card => plainCard(page === null ? 'Sent: thank you for your feedback' : `Reported: ${forMarkdown(page.name)}`, 'You hear in this chat what comes of it. Type **my feedback** to see where it stands.');

const stateWords: Record<Feedback['state'], string> = { open: 'open', done: 'done', declined: 'will not be done', 'needs-more': 'needs more from you' };
const about = ({ page, words }: Feedback, most = 60): string => (page === null ? words : page.name).replace(/\s+/g, ' ').slice(0, most);
const long = (text: string): string => forMarkdown(text, { most: 3 * mostWords });

const kindOf = ({ page }: Feedback): string => (page === null ? 'Feedback' : wrongs[page.wrong]);

/** For whoever answers: what is open, oldest first. */
export function openList(open: readonly Feedback[], more: number, reader: Reader): Card {
  const heading = open.length === 0 ? 'Nothing to answer: no feedback is open' : `${plural(open.length + more, 'report', 'reports')} open, oldest first`;
  const items = open.map((feedback, index) => ({
    title: forMarkdown(about(feedback)),
    line: `${kindOf(feedback)}, ${formatDateTime(feedback.sentAt)}.`,
    open: deskButton(reader, 'feedback.open', feedback.id, `Open report ${index + 1}: ${forPlain(about(feedback, 30))}`),
  }));
  return { name: 'feedback', data: { speak: `${heading}.`, heading, lines: [], facts: [], items, subtle: more > 0 ? `And ${plural(more, 'newer one', 'newer ones')}.` : '' } };
}

const facts = (feedback: Feedback, organisationName: string | null): Fact[] => [
  ...(feedback.page === null ? [] : [{ title: 'Page', value: forMarkdown(feedback.page.name, { most: 300 }) }, { title: 'What is wrong', value: wrongs[feedback.page.wrong] }]),
  { title: 'From', value: `${forMarkdown(feedback.personName)}${organisationName === null ? '' : `, ${forMarkdown(organisationName)}`}` },
  { title: 'Sent', value: formatDateTime(feedback.sentAt) },
  ...(feedback.answeredByName === null ? [] : [{ title: 'Answered by', value: forMarkdown(feedback.answeredByName) }]),
];

/** One of them, for whoever answers. */
export function oneCard(feedback: Feedback, organisationName: string | null, reader: Reader, problem?: string): Card {
  const state = { open: 'Open', done: 'Done', declined: 'Will not be done', 'needs-more': 'Waiting for more' }[feedback.state];
  const heading = problem ?? `${state}: ${forMarkdown(about(feedback))}`;
  return {
    name: 'feedback',
    data: {
      speak: problem === undefined ? `${state}: ${forPlain(about(feedback))}.` : `${problem}.`,
      heading,
      lines: [...feedback.words.split(/\n+/).map(long), ...(feedback.answer === null ? [] : [`**The answer:** ${long(feedback.answer)}`])],
      facts: facts(feedback, organisationName),
      items: [],
      subtle: '',
      ...(feedback.state === 'open' ? { answer: { ...deskButton(reader, 'feedback.answer', feedback.id, 'Send this answer'), showTitle: 'Answer this report', choices: [{ title: 'Done', value: 'done' }, { title: 'It will not be done', value: 'declined' }, { title: 'It needs more from them', value: 'needs-more' }], most: mostWords } } : {}),
      back: true,
    },
  };
}

const outcomeHeading: Record<Exclude<Feedback['state'], 'open'>, string> = { done: 'Done', declined: 'Will not be done', 'needs-more': 'We need a little more' };

/** Said to its reporter. */
export function outcomeCard(feedback: Feedback, reader: Reader): Card {
  if (feedback.state === 'open') return thanksCard(feedback);
  const word = outcomeHeading[feedback.state];
  return {
    name: 'feedback',
    data: {
      speak: `${word}: ${forPlain(about(feedback))}.`,
      heading: `${word}: ${forMarkdown(about(feedback))}`,
      lines: [...(feedback.answer === null ? ['Thank you for telling us.'] : feedback.answer.split(/\n+/).map(long))],
      facts: [],
      items: [],
      subtle: `About what you sent on ${formatDateTime(feedback.sentAt)}.`,
      ...(feedback.state === 'needs-more' ? { add: { ...deskButton(reader, 'feedback.add', feedback.id, 'Send what you added'), showTitle: 'Add to your report', most: mostWords } } : {}),
    },
  };
}

/** What somebody sent, newest first. */
export function mineCard(mine: readonly Feedback[]): Card {
  const heading = mine.length === 0 ? 'Nothing sent yet' : `${plural(mine.length, 'report', 'reports')} of yours, newest first`;
  const lines = mine.map(feedback => `**${forMarkdown(about(feedback))}:** ${stateWords[feedback.state]}. Sent ${formatDateTime(feedback.sentAt)}.${feedback.answer === null ? '' : ` ${forMarkdown(feedback.answer, { most: 300 })}`}`);
  return plainCard(heading, ...lines, 'Type **report a page** for a page of the support site, or **feedback** for anything else.');
}
