// What webinars react to: typed, pressed and due.
import { z } from 'zod';
import { planWebinars, webinarStep } from './notices/webinar/announce-webinar.ts';
import * as archive from './notices/webinar/archive-search.ts';
import { changeSeries, showChangeForm } from './notices/webinar/change-series.ts';
import { endSeries } from './notices/webinar/end-series.ts';
import * as question from './notices/webinar/question-presses.ts';
import * as webinar from './notices/webinar/reader-presses.ts';
import { receiveArchive } from './notices/webinar/receive-archive.ts';
import * as series from './notices/webinar/series-presses.ts';
import * as slot from './notices/webinar/slot-presses.ts';
import { officersTold, tellOfficers } from './notices/webinar/tell-officers.ts';
import * as updates from './notices/webinar/update-presses.ts';
import { fits, isPersonal, job, typed, type JobRoute, type Message, type Pressed } from './route.ts';

/** The first that fits. A file with other words is somebody's list. */
export const messages: Message[] = [
  { when: turn => fits(isPersonal(turn) && turn.file !== null && /^(?:import )?(?:the )?webinar archive\b/i.test(turn.text)), handle: receiveArchive },
  { when: typed(/^webinar series$/i), handle: series.showSeries },
  { when: turn => fits(!isPersonal(turn) && /^webinar series$/i.test(turn.text)), handle: series.showSeriesFormFor },
  { when: typed(/^webinar updates$/i), handle: updates.showUpdatesForm },
  { when: typed(/^questions$/i), handle: question.showQuestions },
  { when: typed(/^(?:next )?webinar$/i), handle: archive.showNext },
  { when: typed(/^webinars$/i), handle: archive.showAll },
  { when: typed(/^webinar (?:of |on )?(.+)$/i), handle: archive.showDay },
  { when: typed(/^what (?:was|has been) said (?:about|on) (.+)$/i), handle: archive.showSaid },
];

export const verbs: Record<string, Pressed> = {
  'webinar.ics': webinar.addToCalendar,
  'webinar.remind': webinar.remindMe,
  'webinar.open': webinar.openDate,
  'webinar.slot-form': webinar.showSlotForm,
  'webinar.ask-slot': slot.askSlot,
  'webinar.accept-slot': slot.acceptSlot,
  'webinar.decline-slot': slot.declineSlot,
  'webinar.question-form': webinar.showQuestionForm,
  'webinar.ask': question.askQuestion,
  'webinar.ask-anyway': question.askAnyway,
  'webinar.answered': question.markAnswered,
  'webinar.series-form': series.showSeriesForm,
  'webinar.create': series.createSeries,
  'webinar.change-form': showChangeForm,
  'webinar.change': changeSeries,
  'webinar.end': endSeries,
  'webinar.skip': series.skipDate,
  'webinar.move': series.moveDate,
  'webinar.add': series.addOneDate,
  'webinar.add-update': updates.addUpdate,
  'webinar.post-updates': updates.postUpdates,
};

const aSeries = z.object({ seriesId: z.uuid() });
const anOccurrence = z.object({ occurrenceId: z.uuid() });

export const jobs: Record<string, JobRoute> = {
  'plan-webinars': job(aSeries, planWebinars),
  'webinar-step': job(anOccurrence, webinarStep),
  'webinar-officers': job(officersTold, tellOfficers),
};
