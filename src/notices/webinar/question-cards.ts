// The question box: the form, what meets a question about one case, and the list for the panel.
import type { Card } from '../../cards.ts';
import { deskButton, type Reader } from '../../requests/desk-button.ts';
import { plainCard } from '../../requests/help-cards.ts';
import type { Question } from '../../store/questions.ts';
import { figure, formatDate, forMarkdown, joined, plural } from '../../words.ts';
import type { Case } from './case-question.ts';
import { linkTo } from './links.ts';
import type { Planned } from './look.ts';
import { titleOf } from './webinar-card.ts';
import { whenOf } from './webinar-words.ts';

export const mostAsked = 1_000;

export function questionForm(shown: Planned, questionId: string, reader: Reader): Card {
  const { occurrence, series } = shown;
  const heading = `Not asked yet: a question for ${formatDate(occurrence.startsAt)}`;
  const lines = [
    `${titleOf(shown)}, ${whenOf(occurrence)}. Only the panel reads it, without your name, and nothing of it is posted in the channel.`,
    `For one person or one organisation, use ${linkTo('complaints and escalations', series.escalationLink)}: the panel cannot look into single cases.`,
  ];
  return { name: 'webinar-question-form', data: { speak: `${heading}.`, heading, lines, typed: '', questionId, ask: deskButton(reader, 'webinar.ask', occurrence.id, 'Ask the panel') } };
}

/** Before anything is kept. What was typed stays in its box; what names the case is never sent. */
export function caseForm(shown: Planned, questionId: string, reader: Reader, { typed, found }: { typed: string; found: Case }): Card {
  const { occurrence, series } = shown;
  const heading = 'Not asked yet: this looks like one case';
  const lines = [
    `It mentions ${joined(found.clues)}. Thank you for raising it: cases are looked into by ${linkTo('complaints and escalations', series.escalationLink)}, where somebody answers you. The panel cannot.`,
    'If it is a question for everybody, write it again below without the case.',
    ...(found.without === null ? [] : [`Or we ask the panel this, and nobody else reads it: ${forMarkdown(found.without, { most: mostAsked })}`]),
  ];
  return {
    name: 'webinar-question-form',
    data: {
      speak: `${heading}.`, heading, lines, typed, questionId, ask: deskButton(reader, 'webinar.ask', occurrence.id, 'Ask what I have rewritten'),
      ...(found.without === null ? {} : { anyway: deskButton(reader, 'webinar.ask-anyway', occurrence.id, 'Ask without the case') }),
      escalation: { title: 'Open complaints and escalations', url: series.escalationLink },
    },
  };
}

export const askedQuestionCard = (shown: Planned): Card => plainCard(`Asked: the panel has your question for ${formatDate(shown.occurrence.startsAt)}`, 'It sees the question, not who asks. When it is answered you hear of it here.');

const mostListed = 20;

/** For communications: the panel's list. `done`: what was just done. */
export function questionsCard(shown: Planned, questions: readonly Question[], reader: Reader, done?: string): Card {
  const open = questions.filter(({ answeredAt }) => answeredAt === null);
  const answered = questions.length - open.length;
  const heading = done ?? (open.length === 0 ? `No questions open for ${formatDate(shown.occurrence.startsAt)}` : `${plural(open.length, 'question', 'questions')} for the panel on ${formatDate(shown.occurrence.startsAt)}`);
  const lines = [`${titleOf(shown)}, ${whenOf(shown.occurrence)}.${answered > 0 ? ` ${figure(answered)} answered.` : ''}`, ...(open.length > mostListed ? [`The first ${mostListed} of ${figure(open.length)}.`] : [])];
  return {
    name: 'webinar-questions',
    data: {
      speak: `${heading}.`, heading, lines, choices: open.slice(0, mostListed).map(({ id, words }) => ({ title: forMarkdown(words, { most: mostAsked }), value: id })),
      ...(open.length === 0 ? {} : { answered: deskButton(reader, 'webinar.answered', shown.occurrence.id, 'Mark chosen questions answered') }),
    },
  };
}
