// Every card with data for each state people meet. The snapshots, the card tests and the pictures are made from these.
import type { Card, CardData, CardName } from '../../src/cards.ts';
import { handOver, queue, queuePicker } from './samples/queue.ts';
import { approval, resolver } from './samples/resolver.ts';
import { queueBraked, resolverBraked, statusBraked, stopChanges } from './samples/brake.ts';
import { delivery, notice } from './samples/notices.ts';
import { lateForm, resolverLate, statusLate } from './samples/late.ts';
import { incident, incidentForm } from './samples/incident.ts';
import { checking, chooseColumn, report, submitForm, unreadable } from './samples/check.ts';
import { commentForm, comments } from './samples/comments.ts';
import { channelFile } from './samples/channel-file.ts';
import { feedback, feedbackForm } from './samples/feedback.ts';
import { followUpForm } from './samples/follow-up.ts';
import { channelHelp, channelStatus, help, notOnRoster, plain, requests } from './samples/contact.ts';
import { ownHours, resolverHours, timedForms } from './samples/hours.ts';
import { preferences } from './samples/preferences.ts';
import { proposeLa, rosterChange } from './samples/roster.ts';
import { status } from './samples/status.ts';
import { takeOut, takeOutForm, undoForm } from './samples/undo.ts';
import * as webinars from './samples/webinar.ts';
import { weekLater } from './samples/week-later.ts';

export type Samples = { [N in CardName]: { title: string; data: CardData[N] }[] };

export const samples: Samples = {
  help,
  'not-on-roster': notOnRoster,
  'channel-help': channelHelp,
  'channel-file': channelFile,
  checking,
  report,
  unreadable,
  'choose-column': chooseColumn,
  'submit-form': [...timedForms, ...submitForm],
  status: [...status, ...ownHours, ...statusBraked, ...statusLate],
  resolver: [...resolver, ...resolverHours, ...resolverBraked, ...resolverLate],
  queue: [...queue, ...queueBraked],
  'comment-form': commentForm,
  comments,
  'follow-up-form': followUpForm,
  'queue-picker': queuePicker,
  'hand-over': handOver,
  incident,
  notice,
  delivery,
  preferences,
  feedback,
  'feedback-form': feedbackForm,
  'incident-form': incidentForm,
  'late-form': lateForm,
  'stop-changes': stopChanges,
  approval,
  requests,
  'channel-status': channelStatus,
  'propose-la': proposeLa,
  'roster-change': rosterChange,
  'undo-form': undoForm,
  'take-out-form': takeOutForm,
  'take-out': takeOut,
  'week-later': weekLater,
  webinar: webinars.webinar,
  'webinar-list': webinars.webinarList,
  'webinar-calendar': webinars.webinarCalendar,
  'webinar-series-form': webinars.webinarSeriesForm,
  'webinar-dates': webinars.webinarDates,
  'webinar-slot-form': webinars.webinarSlotForm,
  'webinar-slot': webinars.webinarSlot,
  'webinar-question-form': webinars.webinarQuestionForm,
  'webinar-questions': webinars.webinarQuestions,
  'webinar-updates-form': webinars.webinarUpdatesForm,
  plain,
};

export type Sample = { title: string; card: Card };

/** All samples in one list, in the order of the table above. */
export function allSamples(): Sample[] {
  return Object.entries(samples).flatMap(([name, list]) => list.map(({ title, data }) => ({ title, card: asCard(name, data) })));
}

/** Object.entries forgets that a key and its value belong together; the type of `samples` has already checked it. */
export function asCard(name: string, data: object): Card {
  return { name, data } as Card;
}
