// What communications officers type and press about notices: a part of routes.ts, which lists everything else.
import * as changes from './notices/change-presses.ts';
import * as approval from './notices/compose-approve.ts';
import * as compose from './notices/compose-presses.ts';
import * as correction from './notices/manage-correct.ts';
import { offerDeliveryCsv } from './notices/manage-csv.ts';
import * as list from './notices/manage-list.ts';
import * as manage from './notices/manage-presses.ts';
import { fits, isPersonal, type Message, type Pressed } from './route.ts';
import type { Turn } from './services.ts';

const typed = (turn: Turn, words: RegExp) => fits(isPersonal(turn) && words.test(turn.text));

export const messages: Message[] = [
  { when: turn => typed(turn, /^(?:new )?notice$/i), handle: compose.chooseKind },
  { when: turn => typed(turn, /^notices$/i), handle: list.showNotices },
  { when: turn => typed(turn, /^approvals$/i), handle: list.showApprovals },
  { when: turn => (turn.conversation.kind === 'personal' ? /^update +(\S.{1,59})$/i.exec(turn.text) : null), handle: (services, turn, [, about]) => changes.showChangesOf(services, turn, about ?? '') },
];

export const verbs: Record<string, Pressed> = {
  'notice.changes': changes.showChanges,
  'notice.change-form': changes.showChangeForm,
  'notice.change': changes.makeChange,
  'notice.compose': compose.compose,
  'notice.preview': compose.preview,
  'notice.next': compose.chooseWho,
  'notice.form': compose.showForm,
  'notice.who-form': compose.showWhoForm,
  'notice.who': compose.saveWho,
  'notice.to-me': compose.toMe,
  'notice.send': compose.send,
  'notice.drop': compose.drop,
  'notice.approve': approval.approve,
  'notice.decline': approval.decline,
  'notice.show': manage.showNotice,
  'notice.pause': manage.pause,
  'notice.resume': manage.resume,
  'notice.send-now': manage.sendNow,
  'notice.cancel': manage.cancel,
  'notice.resend-failed': manage.resendFailed,
  'notice.resend-unknown': manage.resendUnknown,
  'notice.csv': offerDeliveryCsv,
  'notice.correct-form': correction.showCorrectForm,
  'notice.correct-preview': correction.previewCorrection,
  'notice.correct': correction.correct,
  'notice.withdraw': manage.withdraw,
};
