// How far a notice has come, for whoever answers for it, in their own chat. Pure.
import type { Card, CardData, Quarter } from '../cards.ts';
import { deskButton, type Reader } from '../requests/desk-button.ts';
import { figure, forMarkdown, formatDateTime, formatTime } from '../words.ts';
import { aboutInMarkdown, aboutOf } from './compose-form.ts';
import { countFacts, readerFacts, type Counted, type Counts, type Readers } from './counting.ts';
import { noticeKinds } from './grid.ts';
import { signUpFacts } from './kinds/sign-up.ts';
import { isComposed, type Notice } from './notice.ts';
import { answerFacts } from './sign-up-counts.ts';
import type { SignUp } from './sign-ups.ts';

/** `answers`: to a sign-up that is out. `restUntil`: when the first of those who rest are back. */
export type Shown = { notice: Notice; counted: readonly Counted[]; counts: Counts; readers: Readers; answers?: readonly SignUp[]; reader: Reader; at: Date; problem?: string; restUntil?: Date };

export function deliveryCard(shown: Shown): Card {
  const { notice, counted, counts, readers, answers, at, problem, restUntil } = shown;
  const heading = headingOf(notice, counts);
  const done = counts.total === 0 ? 0 : Math.floor((4 * (counts.total - counts.waiting)) / counts.total);
  const isGoing = notice.state === 'sending' || notice.state === 'paused';
  return {
    name: 'delivery',
    data: {
      speak: `${heading}.`,
      heading,
      bar: isGoing ? [1, 2, 3, 4].map((quarter): Quarter => (quarter <= done ? { word: 'Done', style: 'accent' } : { word: 'To do', style: 'emphasis' })) : [],
      lines: [...(problem === undefined ? [] : [problem]), ...nextLines(notice, counts, done), ...(isComposed(notice.kind) ? [] : ['To move or cancel its date, type **webinar series**: every card of it follows.']), ...(isGoing && restUntil !== undefined ? [`Those in their quiet hours are sent it from ${formatDateTime(restUntil)}.`] : [])],
      counts: notice.beganAt === null ? [] : [...countFacts(counted, counts), ...readerFacts(readers, notice.wantsAck), ...(answers === undefined ? [] : answerFacts(signUpFacts(notice.facts), answers))],
      facts: [{ title: 'Notice', value: aboutInMarkdown(notice, at) }, { title: 'Author', value: forMarkdown(notice.composedByName) }, ...(notice.approvedByName === null ? [] : [{ title: 'Approved by', value: `${forMarkdown(notice.approvedByName)}${notice.revision > 1 ? ', as it was first sent' : ''}` }])],
      subtle: sentWords(notice),
      ...buttons(shown),
      ...((answers ?? []).length === 0 ? {} : { signUps: button(shown, 'notice.sign-ups-csv', 'Get the sign-up CSV') }),
    },
  };
}

const parts = ['Just begun.', 'About a quarter.', 'About half.', 'About three quarters.', 'Nearly all.'];

/** The bar in words, and what happens next. */
function nextLines(notice: Notice, counts: Counts, done: number): string[] {
  const trouble = counts.failed + counts.unknown === 0 ? 'No failures yet.' : `${figure(counts.failed)} failed, ${figure(counts.unknown)} unknown so far.`;
  switch (notice.state) {
    case 'sending':
      return [`${parts[done] ?? ''} ${trouble}`];
    case 'paused':
      return [`${parts[done] ?? ''} ${trouble} It goes on when you resume it.`];
    case 'awaiting-approval':
      return ['Every other communications officer whom LA Desk can reach was asked in their own chat. They can also type **approvals**.'];
    case 'scheduled':
      return ['Who gets it is looked up again when its time comes.'];
    default:
      return [];
  }
}

/** Monday 31 October 2022, 10:15am to 10:16am. */
function sentWords({ beganAt, endedAt, revision }: Notice): string {
  if (beganAt === null || endedAt === null) return '';
  const isSameDay = formatDateTime(beganAt).split(', ')[0] === formatDateTime(endedAt).split(', ')[0];
  const until = formatTime(beganAt) === formatTime(endedAt) && isSameDay ? '' : ` to ${isSameDay ? formatTime(endedAt) : formatDateTime(endedAt)}`;
  return `Sent ${formatDateTime(beganAt)}${until}.${revision > 1 ? ' Changed since: every card shows the latest.' : ''}`;
}

type Buttons = Partial<Pick<CardData['delivery'], 'again' | 'pause' | 'resume' | 'sooner' | 'csv' | 'changes' | 'correct' | 'form' | 'cancel' | 'withdraw'>>;

function buttons(shown: Shown): Buttons {
  const { notice: { state, beganAt } } = shown;
  switch (state) {
    case 'awaiting-approval':
      return { ...ofAuthor(shown), cancel: cancel(shown, 0) };
    case 'scheduled':
      return { ...ofAuthor(shown), sooner: button(shown, 'notice.send-now', 'Send it now'), cancel: cancel(shown, 0) };
    case 'sending':
      return { pause: button(shown, 'notice.pause', 'Pause sending'), ...onceOut(shown), ...stop(shown) };
    case 'paused':
      return { resume: button(shown, 'notice.resume', 'Resume sending'), ...onceOut(shown), ...stop(shown) };
    case 'sent':
      return { csv: csv(shown), ...onceOut(shown), ...again(shown), ...withdrawal(shown) };
    case 'cancelled':
      return beganAt === null ? {} : { csv: csv(shown), ...onceOut(shown), ...withdrawal(shown) };
    case 'withdrawn':
      return { csv: csv(shown) };
    default:
      return {};
  }
}

const button = ({ notice, reader }: Shown, verb: Parameters<typeof deskButton>[1], title: string) => deskButton(reader, verb, notice.id, title);
const csv = (shown: Shown) => button(shown, 'notice.csv', 'Get the delivery CSV');
const onceOut = (shown: Shown): Buttons => ({ ...changes(shown), ...(isComposed(shown.notice.kind) ? { correct: button(shown, 'notice.correct-form', 'Correct this notice') } : {}) });

/** One button for whatever this kind can say: the card counts, and is redrawn while somebody types. */
function changes(shown: Shown): Buttons {
  const { notice: { kind, facts }, at } = shown;
  return noticeKinds[kind].changes(facts, at).length === 0 ? {} : { changes: button(shown, 'notice.changes', `Say what changed: ${aboutOf({ kind, facts }, at)}`) };
}

/** Before it is sent only its author changes what it says. */
const ofAuthor = (shown: Shown): Buttons => (shown.notice.composedBy === shown.reader.personId ? { form: button(shown, 'notice.form', 'Change what it says') } : {});

const cancel = (shown: Shown, waiting: number) =>
  waiting === 0
    ? { ...button(shown, 'notice.cancel', 'Cancel this notice now'), waiting, showTitle: 'Cancel this notice', line: 'Nobody is sent it. It cannot be sent afterwards: compose it anew.' }
    : { ...button(shown, 'notice.cancel', `Cancel the ${figure(waiting)} not sent now`), waiting, showTitle: `Cancel the ${figure(waiting)} not sent`, line: 'Nobody else is sent it. Those who have it keep it: withdraw it afterwards to take it back from them.' };

/** With no card left to send, what goes on is a short message: it ends with the notice. */
const stop = (shown: Shown): Buttons => (shown.counts.waiting > 0 ? { cancel: cancel(shown, shown.counts.waiting) } : withdrawal(shown));

function withdrawal(shown: Shown): Buttons {
  if (!isComposed(shown.notice.kind)) return {};
  const line = `All ${figure(shown.counts.delivered)} cards of it will say that it was withdrawn, and nothing else. It cannot be sent again. People may have read it already.`;
  return { withdraw: { ...button(shown, 'notice.withdraw', 'Withdraw this notice now'), showTitle: 'Withdraw this notice', line } };
}

function again(shown: Shown): Buttons {
  const { failed, unknown } = shown.counts;
  if (failed + unknown === 0) return {};
  return {
    again: {
      ...(failed === 0 ? {} : { failed: { ...button(shown, 'notice.resend-failed', `Resend to the ${figure(failed)} failed`), count: failed } }),
      ...(unknown === 0 ? {} : { unknown: { ...button(shown, 'notice.resend-unknown', `Resend to the ${figure(unknown)} unknown`), count: unknown, line: 'Sent again, some of those unknown may have it twice.' } }),
    },
  };
}

/** 1,463 of 1,500 delivered, 31 failed, 6 unknown. */
const told = ({ total, delivered, failed, unknown }: Counts): string => [`${figure(delivered)} of ${figure(total)} delivered`, ...(failed > 0 ? [`${figure(failed)} failed`] : []), ...(unknown > 0 ? [`${figure(unknown)} unknown`] : [])].join(', ');

function headingOf(notice: Notice, counts: Counts): string {
  const handled = figure(counts.total - counts.waiting - counts.cancelled);
  switch (notice.state) {
    case 'draft':
      return 'Not sent yet';
    case 'awaiting-approval':
      return 'Waiting for somebody else to approve it';
    case 'scheduled':
      return notice.sendAt === null ? 'About to be sent' : `Scheduled for ${formatDateTime(notice.sendAt)}`;
    case 'sending':
      return `Sending: ${handled} of ${figure(counts.total)} so far`;
    case 'paused':
      return `Paused: ${handled} of ${figure(counts.total)} sent, nothing is being sent`;
    case 'sent':
      return `Sent: ${told(counts)}`;
    case 'cancelled':
      return notice.beganAt === null ? 'Cancelled: nobody was sent it' : `Cancelled: ${handled} of ${figure(counts.total)} had been sent`;
    case 'withdrawn':
      return 'Withdrawn: every card of it says so';
  }
}
