// Everything the bot reacts to: what people type, what they press, jobs, and jobs that ran out of attempts. Notices, their readers and webinars have a page each.
import { z } from 'zod';
import { expireAudit } from './access/expire-audit.ts';
import { refreshRegistrations } from './access/refresh-registrations.ts';
import { receiveRoster } from './access/receive-roster.ts';
import * as roster from './access/roster-presses.ts';
import { sealAudit } from './access/seal-audit.ts';
import { whoChanged } from './access/who-changed.ts';
import * as audience from './audience-routes.ts';
import * as notices from './notice-routes.ts';
import { peopleFirst } from './people-first.ts';
import * as brake from './requests/brake-presses.ts';
import { checkList } from './requests/check-list.ts';
import * as check from './requests/check-presses.ts';
import * as comments from './requests/comment-presses.ts';
import { confirmRound } from './requests/confirm-round.ts';
import { holdBehind, resumeBehind } from './requests/behind-incident.ts';
import { deliverPost, giveUpPost } from './requests/deliver-post.ts';
import * as followUp from './requests/follow-up-presses.ts';
import { giveUpChecking, haltLane } from './requests/give-up.ts';
import { hearHelpdesk, hearTicket } from './requests/hear-tickets.ts';
import { endIncident, openIncident, showIncidentForm } from './requests/incident-presses.ts';
import * as late from './requests/late-presses.ts';
import { showLostPosts } from './requests/lost-posts.ts';
import * as says from './requests/messages.ts';
import { mentionResolvers } from './requests/mention-resolvers.ts';
import { mirrorTicket } from './requests/mirror-ticket.ts';
import * as files from './requests/offer-file.ts';
import { channelFileAsked, giveUpChannelFile, readChannelFile } from './requests/read-channel-file.ts';
import { receiveChannelFile } from './requests/receive-channel-file.ts';
import { explainAttaching, receiveUpload } from './requests/receive-upload.ts';
import * as ownership from './requests/ownership-presses.ts';
import * as request from './requests/request-presses.ts';
import { runLane } from './requests/run-lane.ts';
import * as queue from './requests/queue-presses.ts';
import { redrawQueue } from './requests/redraw-queue.ts';
import { sayLateOnTicket } from './requests/say-late.ts';
import { showBrake } from './requests/show-brake.ts';
import { showQueue } from './requests/show-queue.ts';
import { closeRequest, forgetRequest, nudgeClosing, watchUpload } from './requests/timed-jobs.ts';
import * as takeOut from './requests/take-out-presses.ts';
import * as undo from './requests/undo-presses.ts';
import { watchTarget } from './requests/watch-target.ts';
import { tellWeekLater } from './requests/tell-week-later.ts';
import * as week from './requests/week-presses.ts';
import { fits, isPersonal, job, typed, type JobRoute, type Message, type Pressed } from './route.ts';
import type { Services, Turn } from './services.ts';
import * as webinars from './webinar-routes.ts';

const holdsAddresses = /^[^@\s]+@[^@\s]+[\s\S]*$/;

/** A file in a channel does not come with the message. That there is one shows in most clients; where not, these words ask for it. */
const bringsFile = (turn: Turn) => turn.otherFiles > 0 || /^enable mfa\b/i.test(turn.text);

/** The first that fits. */
export const messages: Message[] = [
  ...webinars.messages,
  ...audience.messages,
  { when: turn => fits(isPersonal(turn) && turn.file !== null && /^(?:import )?(?:the )?roster\b/i.test(turn.text)), handle: receiveRoster },
  { when: typed(/^roster$/i), handle: roster.showRoster },
  { when: typed(/^propose (?:an? )?(?:la|local administrator)$/i), handle: roster.showProposeForm },
  { when: turn => fits(isPersonal(turn) && turn.file !== null), handle: receiveUpload },
  { when: turn => fits(isPersonal(turn) && turn.otherFiles > 0 && turn.text === ''), handle: explainAttaching },
  { when: turn => fits(!isPersonal(turn) && bringsFile(turn)), handle: receiveChannelFile },
  { when: typed(/^lost posts$/i), handle: showLostPosts },
  { when: typed(/^stop all changes$/i), handle: brake.showBrakeForm },
  { when: typed(/^let (?:all )?changes go on$/i), handle: brake.showGoOn },
  { when: typed(/^open (?:an )?incident$/i), handle: showIncidentForm },
  { when: turn => fits(/^queue$/i.test(turn.text)), handle: showQueue },
  ...notices.messages,
  { when: typed(/^tell me a week later$/i), handle: week.tellMe },
  { when: typed(/^(?:do not|don['’]t) tell me a week later$/i), handle: week.doNotTellMe },
  { when: turn => fits(/^my requests$/i.test(turn.text)), handle: says.showMyRequests },
  { when: turn => /^(?:status\s+)?R-?(\d{1,9})$/i.exec(turn.text), handle: (services, turn, [, number]) => says.showStatus(services, turn, Number(number)) },
  { when: typed(/^revoke sessions(?:\s+(?:of|for))?\s+(\S+)$/i), handle: (services, turn, [, address]) => says.revokeSessionsOf(services, turn, address ?? '') },
  { when: typed(/^who changed mfa(?:\s+(?:for|of))?\s*([^?]*)\?*$/i), handle: (services, turn, [, address]) => whoChanged(services, turn, address ?? '') },
  { when: turn => fits(isPersonal(turn) && holdsAddresses.test(turn.text)), handle: receiveUpload },
];

/** Everything else, and first contact. */
export const otherwise = says.showHelp;

export const verbs: Record<string, Pressed> = {
  'help.again': says.helpAgain,
  'help.example': says.helpExample,
  'help.example-csv': says.helpExampleCsv,
  'help.mailbox-report': says.helpMailboxReport,
  'requests.mine': says.myRequestsPressed,
  'check.stop': check.stopCheck,
  'check.use-column': check.useColumn,
  'check.confirm': check.confirmDoubt,
  'check.again': check.checkAgain,
  'check.files': files.offerCheckFiles,
  'check.delete': check.deleteCheck,
  'request.form': check.showForm,
  'request.form-cancel': check.cancelForm,
  'request.submit': check.submit,
  'request.show': request.showRequest,
  'request.list': files.offerList,
  'request.outcome': files.offerOutcome,
  'request.problems': files.offerProblems,
  'request.comment-form': comments.showCommentForm,
  'request.comment': comments.comment,
  'comment.read': comments.readComments,
  'comment.reply': comments.reply,
  'request.withdraw': request.withdraw,
  'request.start-sooner': request.startSooner,
  'request.reopen': request.reopen,
  'request.follow-up': followUp.showFollowUp,
  'request.follow-up-check': followUp.checkFollowUp,
  'request.start': request.start,
  'request.outside-hours': request.outsideHours,
  'request.approve': request.approve,
  'request.reject': request.reject,
  'request.pause': request.pause,
  'request.continue': request.continueRequest,
  'request.hold': request.hold,
  'request.resume': request.resume,
  'request.late-form': late.showLateForm,
  'request.late': late.sayLate,
  'request.portal-marked': request.portalMarked,
  'request.accept': request.accept,
  'request.back': undo.back,
  'request.undo-form': undo.showUndoForm,
  'request.undo': undo.askUndo,
  'request.take-out-form': takeOut.showTakeOutForm,
  'request.take-out-find': takeOut.findToTakeOut,
  'request.take-out': takeOut.takeOut,
  'week.list': week.offerNoMethod,
  'week.message': week.sendMessage,
  'week.stop': week.stop,
  'week.again': week.again,
  'queue.refresh': queue.queueAgain,
  'queue.open': queue.openOldest,
  'queue.pick': queue.pick,
  'queue.take': queue.takeChosen,
  'queue.start': queue.startChosen,
  'queue.hold': queue.holdChosen,
  'roster.propose': roster.propose,
  'roster.confirm': roster.confirmRoster,
  'roster.reject': roster.rejectRoster,
  'changes.stop': brake.stopChanges,
  'changes.go-on': brake.letGoOn,
  'incident.open': openIncident,
  'incident.end': endIncident,
  'request.details-to-me': files.sendDetails,
  'request.take': ownership.take,
  'request.hand-over-form': ownership.showHandOver,
  'request.hand-over': ownership.handOver,
  'request.refresh': request.refresh,
  ...notices.verbs,
  ...audience.verbs,
  ...webinars.verbs,
};

/** Presses that change nothing: repeated by Teams, they are answered anew. */
export const looks: ReadonlySet<string> = new Set(['help.again', 'help.example', 'help.example-csv', 'help.mailbox-report', 'requests.mine', 'queue.refresh', 'request.show', 'request.refresh', ...audience.looks]);

const aRequest = z.object({ requestId: z.uuid() });
const anIncident = z.object({ incidentId: z.uuid() });
const aComment = z.object({ requestId: z.uuid(), commentId: z.uuid() });
const aRound = z.object({ requestId: z.uuid(), round: z.number().int() });
const aLane = z.object({ lane: z.string().min(1) });
/** `atHand` never comes from a row: it is there where the job is run by the process that added it. */
const aPost = z.object({ postId: z.uuid(), atHand: z.custom<Parameters<typeof deliverPost>[1]['atHand']>().optional() });
const nothing = z.object({});

export const jobs: Record<string, JobRoute> = {
  'check-list': job(aRequest, checkList),
  'confirm-round': job(aRound, confirmRound),
  'deliver-post': job(aPost, (services, post) => peopleFirst(() => deliverPost(services, post))),
  'run-lane': job(aLane, runLane),
  'hold-behind': job(anIncident, holdBehind),
  'resume-behind': job(anIncident, resumeBehind),
  'mention-resolvers': job(nothing, mentionResolvers),
  'mirror-ticket': job(aRequest, mirrorTicket),
  'tell-helpdesk': job(aComment, comments.tellHelpdesk),
  'say-late': job(aRequest, sayLateOnTicket),
  'redraw-queue': job(nothing, redrawQueue),
  'show-brake': job(nothing, showBrake),
  'hear-helpdesk': job(nothing, hearHelpdesk),
  'hear-ticket': job(aRequest, hearTicket),
  'close-request': job(aRequest, closeRequest),
  'nudge-closing': job(aRequest, nudgeClosing),
  'forget-request': job(aRequest, forgetRequest),
  'tell-week-later': job(aRequest, tellWeekLater),
  'watch-target': job(aRequest, watchTarget),
  'watch-upload': job(aRequest, watchUpload),
  'watch-file': job(z.object({ conversationId: z.string(), activityId: z.string() }), files.watchFile),
  'read-channel-file': job(channelFileAsked, readChannelFile),
  'refresh-registrations': job(nothing, refreshRegistrations),
  'seal-audit': job(nothing, sealAudit),
  'expire-audit': job(nothing, expireAudit),
  ...notices.jobs,
  ...audience.jobs,
  ...webinars.jobs,
};

const unending = { maxFailures: Number.POSITIVE_INFINITY, maxWorldFailures: Number.POSITIVE_INFINITY };

/**
 * Long ones leave room, so that what people are told never waits for somebody's list: together they stay below the number that run at once. A channel's file
 * may take minutes to come and only two are written at once, uploads included, so one of them is enough.
 * Reading back does no harm however long it takes, and nobody else would do it: an outage never ends it. Nor does one of the helpdesk, or a
 * password that it refuses, end what a ticket has to be told.
 */
export const jobRules = { 'check-list': { atOnce: 2 }, 'run-lane': { atOnce: 2 }, 'confirm-round': { atOnce: 2, maxWorldFailures: Number.POSITIVE_INFINITY }, 'read-channel-file': { atOnce: 1 }, 'mirror-ticket': { atOnce: 2, ...unending }, 'tell-helpdesk': { atOnce: 1, ...unending }, 'say-late': { atOnce: 1, ...unending }, 'hear-ticket': { atOnce: 1, ...unending }, 'hear-helpdesk': { atOnce: 1 }, 'send-notice': { atOnce: 1 } };

/** Jobs that wait for another's helpdesk have places of their own: our own answers at once. */
export const jobsAtOnce = ({ SERVICENOW_URL: url }: Pick<Services['settings'], 'SERVICENOW_URL'>): number => (url === undefined ? 8 : 12);

/** What follows when a job has run out of attempts. The others are only buried, logged and counted. */
export const exhausted: Record<string, JobRoute> = {
  'check-list': job(aRequest, giveUpChecking),
  'deliver-post': job(aPost, giveUpPost),
  'read-channel-file': job(channelFileAsked, giveUpChannelFile),
  'run-lane': job(aLane, haltLane),
};

/** Jobs that are always there: each run says when the next is. */
export const standingJobs = [{ name: 'refresh-registrations', key: 'all', payload: {} }, { name: 'expire-audit', key: 'all', payload: {} }];

export { handleFileConsent, noteConsent } from './requests/offer-file.ts';
