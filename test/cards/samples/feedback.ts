// Reports of pages and feedback: the form, the list for those who answer, and what the reporter hears.
import { feedbackForm as form, oneCard, openList, outcomeCard } from '../../../src/notices/feedback-cards.ts';
import { aReport, feedbackId } from '../../support/feedback.ts';
import { at, dataOf } from '../../support/requests.ts';
import type { Samples } from '../samples.ts';

const reader = { key: 'key', personId: 'priya' };
const answered = { answeredByName: 'Chloe Marsh', answeredAt: at('2022-09-21T09:00:00Z') };

export const feedbackForm: Samples['feedback-form'] = [
  { title: '21a report a page', data: dataOf(form(true, feedbackId, reader), 'feedback-form') },
  { title: '21b feedback, sent without words', data: dataOf(form(false, feedbackId, reader, { problem: 'Not sent: write a few words first' }), 'feedback-form') },
];

const others = [aReport({ id: '5aeb0a1d-0000-4000-8000-00000000fb02', page: null, words: 'Could the webinar be an hour later?' }), aReport({ id: '5aeb0a1d-0000-4000-8000-00000000fb03', page: { name: 'Resetting a password', wrong: 'accessibility' } })];

export const feedback: Samples['feedback'] = [
  { title: '22a what is open', data: dataOf(openList([aReport(), ...others], 4, reader), 'feedback') },
  { title: '22b one report, to answer', data: dataOf(oneCard(aReport(), 'Ashdown Vale Trust', reader), 'feedback') },
  { title: '22c answered', data: dataOf(oneCard(aReport({ state: 'declined', answer: 'The page is retired at the end of the month.', ...answered }), 'Ashdown Vale Trust', reader), 'feedback') },
  { title: '22d its reporter hears that it is done', data: dataOf(outcomeCard(aReport({ state: 'done', ...answered }), reader), 'feedback') },
  { title: '22e its reporter is asked for more', data: dataOf(outcomeCard(aReport({ state: 'needs-more', answer: 'Which step do you mean?', ...answered }), reader), 'feedback') },
];
