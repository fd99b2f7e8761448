// What readers choose and tell us: typed, pressed and due.
import * as feedback from './notices/feedback-presses.ts';
import * as preferences from './notices/preference-presses.ts';
import { receiveAudience } from './notices/receive-audience.ts';
import { fits, isPersonal, type Message, type Pressed } from './route.ts';

/** The first that fits. */
export const audienceMessages: Message[] = [
  { when: turn => fits(isPersonal(turn) && turn.file !== null && /^(?:the )?audience\b/i.test(turn.text)), handle: receiveAudience },
  { when: turn => fits(isPersonal(turn) && /^(?:(?:choose )?(?:which )?notices i get|choose notices)$/i.test(turn.text)), handle: preferences.showPreferences },
  { when: turn => fits(/^report (?:a )?page$/i.test(turn.text)), handle: feedback.showForm(true) },
  { when: turn => fits(/^(?:send )?feedback$/i.test(turn.text)), handle: feedback.showForm(false) },
  { when: turn => fits(isPersonal(turn) && /^my feedback$/i.test(turn.text)), handle: feedback.showMine },
  { when: turn => fits(isPersonal(turn) && /^feedback list$/i.test(turn.text)), handle: feedback.showOpen },
];

export const audienceVerbs: Record<string, Pressed> = {
  'notices.preferences': preferences.preferencesPressed,
  'notices.prefer': preferences.prefer,
  'feedback.report': feedback.reportPage,
  'feedback.send': feedback.sendFeedback,
  'feedback.add': feedback.addMore,
  'feedback.list': feedback.openAgain,
  'feedback.open': feedback.openOne,
  'feedback.answer': feedback.answer,
};

/** Presses that change nothing. */
export const audienceLooks = ['notices.preferences', 'feedback.list', 'feedback.open'];
