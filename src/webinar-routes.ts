// What webinars react to: typed, pressed and due.
import { z } from 'zod';
import { planWebinars, webinarStep } from './notices/webinar/announce-webinar.ts';
import * as archive from './notices/webinar/archive-search.ts';
import * as question from './notices/webinar/question-presses.ts';
import * as webinar from './notices/webinar/reader-presses.ts';
import { receiveArchive } from './notices/webinar/receive-archive.ts';
import * as series from './notices/webinar/series-presses.ts';
import * as slot from './notices/webinar/slot-presses.ts';
import { officersTold, tellOfficers } from './notices/webinar/tell-officers.ts';
import * as updates from './notices/webinar/update-presses.ts';
import { fits, isPersonal, job, type JobRoute, type Message, type Pressed } from './route.ts';

/** The first that fits. A file with other words is somebody's list. */
export const webinarMessages: Message[] = [
  { when: turn => fits(isPersonal(turn) && turn.file !== null && /^(?:import )?(?:the )?webinar archive\b/i.test(turn.text)), handle: receiveArchive },
  { when: turn => fits(isPersonal(turn) && /^webinar series$/i.test(turn.text)), handle: series.showSeries },
  { when: turn => fits(!isPersonal(turn) && /^webinar series$/i.test(turn.text)), handle: series.showSeriesFormFor },
  { when: turn => fits(isPersonal(turn) && /^webinar updates$/i.test(turn.text)), handle: updates.showUpdatesForm },
  { when: turn => fits(isPersonal(turn) && /^questions$/i.test(turn.text)), handle: question.showQuestions },
  { when: turn => (isPersonal(turn) ? /^(?:next )?webinar$/i.exec(turn.text) : null), handle: archive.showNext },
  { when: turn => (isPersonal(turn) ? /^webinars$/i.exec(turn.text) : null), handle: archive.showAll },
  { when: turn => (isPersonal(turn) ? /^webinar (?:of |on )?(.+)$/i.exec(turn.text) : null), handle: archive.showDay },
  { when: turn => (isPersonal(turn) ? /^what (?:was|has been) said (?:about|on) (.+)$/i.exec(turn.text) : null), handle: archive.showSaid },
];

export const webinarVerbs: Record<string, Pressed> = {
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
  'webinar.skip': series.skipDate,
  'webinar.move': series.moveDate,
  'webinar.add': series.addOneDate,
  'webinar.add-update': updates.addUpdate,
  'webinar.post-updates': updates.postUpdates,
};

const aSeries = z.object({ seriesId: z.uuid() });
const anOccurrence = z.object({ occurrenceId: z.uuid() });

export const webinarJobs: Record<string, JobRoute> = {
  'plan-webinars': job(aSeries, planWebinars),
  'webinar-step': job(anOccurrence, webinarStep),
  'webinar-officers': job(officersTold, tellOfficers),
};
