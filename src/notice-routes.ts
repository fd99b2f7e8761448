// What communications officers compose, send and keep true: typed, pressed and due.
import { z } from 'zod';
import { beginNotice } from './notices/begin-notice.ts';
import * as changes from './notices/change-presses.ts';
import * as approval from './notices/compose-approve.ts';
import { askApproval } from './notices/compose-ask.ts';
import * as compose from './notices/compose-presses.ts';
import { linkIncident } from './notices/link-incident.ts';
import * as correction from './notices/manage-correct.ts';
import { offerDeliveryCsv, offerSignUpCsv } from './notices/manage-csv.ts';
import * as list from './notices/manage-list.ts';
import * as manage from './notices/manage-presses.ts';
import { noticeDue } from './notices/notice-due.ts';
import { sendNotice } from './notices/send-notice.ts';
import { showDelivery } from './notices/show-delivery.ts';
import { job, typed, type JobRoute, type Message, type Pressed } from './route.ts';

export const messages: Message[] = [
  { when: typed(/^(?:new )?notice$/i), handle: compose.chooseKind },
  { when: typed(/^notices$/i), handle: list.showNotices },
  { when: typed(/^approvals$/i), handle: list.showApprovals },
  { when: typed(/^update +(\S.{1,59})$/i), handle: (services, turn, [, about]) => changes.showChangesOf(services, turn, about ?? '') },
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
  'notice.sign-ups-csv': offerSignUpCsv,
  'notice.correct-form': correction.showCorrectForm,
  'notice.correct-preview': correction.previewCorrection,
  'notice.correct': correction.correct,
  'notice.withdraw': manage.withdraw,
};

const aNotice = z.object({ noticeId: z.uuid() });

export const jobs: Record<string, JobRoute> = {
  'ask-approval': job(aNotice, askApproval),
  'begin-notice': job(aNotice, beginNotice),
  'send-notice': job(aNotice, sendNotice),
  'show-delivery': job(aNotice, showDelivery),
  'notice-due': job(aNotice, noticeDue),
  'link-incident': job(z.object({ reference: z.string() }), linkIncident),
};
