// What readers of notices choose, answer and tell us: typed, pressed and due.
import { z } from 'zod';
import * as feedback from './notices/feedback-presses.ts';
import * as preferences from './notices/preference-presses.ts';
import * as readers from './notices/reader-presses.ts';
import { receiveAudience } from './notices/receive-audience.ts';
import * as reminders from './notices/remind-readers.ts';
import * as signUps from './notices/sign-up-presses.ts';
import { fits, isPersonal, job, typed, type JobRoute, type Message, type Pressed } from './route.ts';

/** The first that fits. */
export const messages: Message[] = [
  { when: turn => fits(isPersonal(turn) && turn.file !== null && /^(?:the )?audience\b/i.test(turn.text)), handle: receiveAudience },
  { when: typed(/^(?:(?:choose )?(?:which )?notices i get|choose notices)$/i), handle: preferences.showPreferences },
  { when: turn => fits(/^report (?:a )?page$/i.test(turn.text)), handle: feedback.showForm(true) },
  { when: turn => fits(/^(?:send )?feedback$/i.test(turn.text)), handle: feedback.showForm(false) },
  { when: typed(/^my feedback$/i), handle: feedback.showMine },
  { when: typed(/^feedback list$/i), handle: feedback.showOpen },
];

export const verbs: Record<string, Pressed> = {
  'notice.ack': readers.acknowledge,
  'notice.follow': readers.follow,
  'notice.remind': reminders.remind,
  'notice.remind-on': reminders.remindOn,
  'notice.sign-up': signUps.signMeUp,
  'notice.take-back': signUps.takeBack,
  'notices.preferences': preferences.preferencesPressed,
  'notices.prefer': preferences.prefer,
  'feedback.report': feedback.reportPage,
  'feedback.send': feedback.sendFeedback,
  'feedback.add': feedback.addMore,
  'feedback.list': feedback.openAgain,
  'feedback.open': feedback.openOne,
  'feedback.answer': feedback.answer,
};

const aNotice = z.object({ noticeId: z.uuid() });

export const jobs: Record<string, JobRoute> = {
  'tend-sign-up': job(aNotice, signUps.tendSignUp),
  'remind-readers': job(aNotice, reminders.remindReaders),
};

/** Presses that change nothing. */
export const looks = ['notices.preferences', 'feedback.list', 'feedback.open'];
