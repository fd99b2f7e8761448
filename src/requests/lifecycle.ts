// The life of a service request: one pure function from a state and an event to the next state and what follows from it.
//
//   receiving ─> choosing ─> checking ─> checked ─> submitted ─> in-progress ─> confirming ─> resolved ─> closed
//       │            │           │          │           │          │    ▲             │           │
//       └────────────┴───────────┴──────────┴─> dropped │ ▲        ▼    │             └───────────┤ (re-opened: in-progress, next round)
//                                                        │ └───> on-hold                           │
//                                                        └─> withdrawn, rejected     in-progress <─┘
//
// Resolved, its Local Administrators may ask that it be undone: it is submitted again, to be started, and becomes resolved once more. Withdrawn or
// rejected then, it is as resolved as it was before. Somebody who is taken out of it moves nothing but the counts.
//
// On hold the clock of the target stands still; a request goes back to where it was, and one not begun yet may still be withdrawn or rejected.
// Out of working hours, and until the time it was not to start before, one in progress waits: `waits` and `goes-on` only have its cards say so.
// An event that does not apply changes nothing: a repeated job or press is harmless.
import { closesAt, later, targetAt } from '../schedule.ts';
import type { Incident } from './incident.ts';
import { isUnderWay, isUndoAsked, isUndoing, leftOnHoldMs, type HoldReason, type Lateness, type ServiceRequest, type Status, type Undo } from './service-request.ts';

export type Event =
  | { is: 'received'; ambiguous: boolean }
  | { is: 'column-chosen' }
  | { is: 'checked' }
  | { is: 'check-again' }
  | { is: 'doubt-confirmed'; doubt: string }
  | { is: 'dropped'; reason: string }
  | { is: 'submitted'; contactNumber: string; notBefore: Date | null }
  | { is: 'approved'; by: string; listHash: string }
  /** `isOwner`: false for somebody who only approves. */
  | { is: 'started'; by: string; byName: string; isOwner?: false }
  | { is: 'taken'; by: string; byName: string }
  | { is: 'handed-over'; to: string; toName: string }
  | { is: 'waits' }
  | { is: 'goes-on' }
  | { is: 'hours-waived'; reason: string }
  | { is: 'not-before-lifted' }
  | { is: 'paused' }
  | { is: 'stopped'; reason: string }
  | { is: 'continued' }
  | { is: 'held'; why: HoldReason; words: string | null; behind?: Pick<Incident, 'id' | 'reference' | 'link'> }
  | { is: 'resumed' }
  | { is: 'applied' }
  | { is: 'portal-marked'; count: number }
  | { is: 'accepted'; count: number }
  | { is: 'completed' }
  | { is: 'reopened' }
  | { is: 'undo-asked'; by: string; byName: string; reason: string; count: number }
  | { is: 'undo-started'; by: string; byName: string }
  | { is: 'take-out-asked'; isRound: boolean }
  | { is: 'taken-out' }
  | { is: 'late' }
  | { is: 'explained'; reason: string; until: Date }
  | { is: 'late-again' }
  | { is: 'closing-time' }
  | { is: 'withdrawn' }
  | { is: 'rejected'; reason: string };

/** `watch`: the target, until it is reached or there is nothing to watch any more. `week`: a week later whoever sent it hears who still has no sign-in method. */
export type Follows = 'check' | 'apply' | 'confirm' | 'ticket' | 'close' | 'forget' | 'new-round' | 'watch' | 'unwatch' | 'mention' | 'tell-undo-declined' | 'week' | 'unweek';

export type Move = { request: ServiceRequest; follows: Follows[] };

/** Null where the event does not apply to the request as it is. `at` is calendar time. */
export function advance(request: ServiceRequest, event: Event, at: Date): Move | null {
  const from = (...statuses: Status[]) => statuses.includes(request.status);
  const to = (change: Partial<ServiceRequest>, ...follows: Follows[]): Move => ({ request: { ...request, triesAgainAt: null, ...change, version: request.version + 1 }, follows });
  switch (event.is) {
    case 'received':
      return from('receiving') ? (event.ambiguous ? to({ status: 'choosing' }, 'forget') : to({ status: 'checking' }, 'check')) : null;
    case 'column-chosen':
      return from('choosing') ? to({ status: 'checking' }, 'check') : null;
    case 'checked':
      return from('checking') ? to({ status: 'checked', checkedAt: at }, 'forget') : null;
    case 'check-again':
      return from('checked') ? to({ status: 'checking', confirmedDoubts: [] }, 'check') : null;
    case 'doubt-confirmed':
      return from('checked') && !request.confirmedDoubts.includes(event.doubt) ? to({ confirmedDoubts: [...request.confirmedDoubts, event.doubt] }) : null;
    case 'dropped':
      return from('receiving', 'choosing', 'checking', 'checked') ? to({ status: 'dropped', reason: event.reason }, 'forget') : null;
    case 'submitted':
      return from('checked') ? to({ status: 'submitted', contactNumber: event.contactNumber, notBefore: event.notBefore, submittedAt: at, targetAt: targetAt(at, event.notBefore), ticketWanted: 'new' }, 'ticket', 'watch', 'mention') : null;
    case 'approved':
      return from('submitted') && request.approvedBy === null && request.undo === null ? to({ approvedBy: event.by, approvedHash: event.listHash }) : null;
    case 'started':
      return from('submitted') && request.undo === null ? to({ status: 'in-progress', startedBy: event.by, startedByName: event.byName, ...ownedFrom(request, event), startedAt: at, ticketWanted: 'in-progress' }, 'new-round', 'apply', 'ticket') : null;
    default:
      return afterStart(request, event, at, from, to);
  }
}

type Later = Exclude<Event, { is: 'received' | 'column-chosen' | 'checked' | 'check-again' | 'doubt-confirmed' | 'dropped' | 'submitted' | 'approved' | 'started' }>;

type To = (change: Partial<ServiceRequest>, ...follows: Follows[]) => Move;

function afterStart(request: ServiceRequest, event: Later, at: Date, from: (...s: Status[]) => boolean, to: To): Move | null {
  switch (event.is) {
    case 'taken':
      return owned(request, { ownerId: event.by, ownerName: event.byName }, to);
    case 'handed-over':
      return owned(request, { ownerId: event.to, ownerName: event.toName }, to);
    case 'waits':
    case 'goes-on':
      return from('in-progress') && request.halted === null ? to({}) : null;
    case 'hours-waived':
      return from('in-progress') && request.halted === null && request.outsideHours === null ? to({ outsideHours: event.reason }, 'apply') : null;
    case 'not-before-lifted':
      return lifted(request, at, to);
    case 'paused':
      return from('in-progress') && request.halted === null ? to({ halted: 'paused' }) : null;
    case 'stopped':
      return from('in-progress') && request.halted === null ? to({ halted: 'stopped', reason: event.reason }) : null;
    case 'continued':
      return from('in-progress') && request.halted !== null ? to({ halted: null, reason: null, isToldToContinue: request.isToldToContinue || request.reason === 'failures' }, 'apply') : null;
    case 'held':
      return held(request, event, at, to);
    case 'resumed':
      return resumed(request, at, to);
    case 'applied':
      return from('in-progress') ? to({ status: 'confirming', halted: null }, 'confirm') : null;
    case 'portal-marked':
      return from('confirming', 'in-progress') ? to({ portalMarkedCount: event.count }) : null;
    case 'accepted':
      return from('confirming') ? to({ acceptedUnconfirmed: event.count }) : null;
    case 'completed':
      return from('confirming') ? to({ status: 'resolved', resolvedAt: at, closesAt: closesAt(at), ticketWanted: 'resolved' }, 'close', 'ticket', 'unwatch', ...(isUndoing(request) ? [] : ['week' as const])) : null;
    case 'reopened':
      return from('resolved')
        ? to({ status: 'in-progress', ...nextRound(request), ...openedAgain(at), ...roundsOwn, undo: null, ticketWanted: 'in-progress' }, 'new-round', 'apply', 'ticket', 'watch', 'unweek')
        : null;
    case 'late':
      return isUnderWay(request) && request.lateAt === null && request.targetAt !== null && request.targetAt <= at ? to({ lateAt: at }) : null;
    case 'explained':
      return explained(request, event, at, to);
    case 'late-again':
      return isUnderWay(request) && isMissed(request.lateness, at) ? to({ lateness: { ...request.lateness, missedAt: at } }) : null;
    case 'closing-time':
      return from('resolved') && request.closesAt !== null && request.closesAt <= at ? to({ status: 'closed', closedAt: at, ticketWanted: 'closed' }, 'ticket', 'forget') : null;
    case 'undo-asked':
      return from('resolved') && !isUndoing(request) && event.count > 0 ? to({ status: 'submitted', ...openedAgain(at), undo: undoOf(event, at), ticketWanted: 'in-progress' }, 'ticket', 'watch', 'unweek') : null;
    case 'undo-started':
      return from('submitted') && isUndoAsked(request) ? undoStarted(request, event, to) : null;
    case 'take-out-asked':
      return isTouched(request) ? to(event.isRound ? { lastRound: lastRoundOf(request) + 1 } : {}, 'apply') : null;
    case 'taken-out':
      return isTouched(request) || from('closed') ? to({}) : null;
    case 'withdrawn':
      if (isWaiting(request) && isUndoAsked(request)) return to({ ...resolvedAgain(at), undo: null }, 'close', 'ticket', 'unwatch', 'week');
      return isWaiting(request) ? to({ status: 'withdrawn', hold: null, closedAt: at, ticketWanted: 'cancelled' }, 'ticket', 'forget', 'unwatch') : null;
    case 'rejected':
      if (isWaiting(request) && isUndoAsked(request)) return to({ ...resolvedAgain(at), undo: request.undo && { ...request.undo, declined: event.reason } }, 'close', 'ticket', 'unwatch', 'week', 'tell-undo-declined');
      return isWaiting(request) ? to({ status: 'rejected', hold: null, reason: event.reason, closedAt: at, ticketWanted: 'cancelled' }, 'ticket', 'forget', 'unwatch') : null;
  }
}

type Owner = Pick<ServiceRequest, 'ownerId' | 'ownerName'>;

/** Whoever starts one that nobody has, has it from then on. */
const ownedFrom = ({ ownerId, ownerName }: ServiceRequest, { by, byName, isOwner }: { by: string; byName: string; isOwner?: false }): Owner => (ownerId === null && isOwner !== false ? { ownerId: by, ownerName: byName } : { ownerId, ownerName });

/** Never the requester's, and not until it is submitted or once it is over. */
const owned = (request: ServiceRequest, owner: Owner, to: To): Move | null =>
  (isUnderWay(request) || request.status === 'on-hold') && owner.ownerId !== request.ownerId && owner.ownerId !== request.requesterId ? to({ ...owner, triesAgainAt: request.triesAgainAt }) : null;

const isMissed = (lateness: Lateness | null, at: Date): lateness is Lateness => lateness !== null && lateness.missedAt === null && lateness.until <= at;

/** A promise in place of the target that was missed, watched like it. */
function explained(request: ServiceRequest, { reason, until }: Extract<Event, { is: 'explained' }>, at: Date, to: To): Move | null {
  const isSaid = request.lateness?.reason === reason && request.lateness.until.getTime() === until.getTime();
  return isUnderWay(request) && request.lateAt !== null && until > at && !isSaid ? to({ lateness: { reason, until, missedAt: null } }, 'watch') : null;
}

/** Nobody has begun with what it asks for now. */
const isWaiting = ({ status, hold }: ServiceRequest): boolean => status === 'submitted' || hold?.from === 'submitted';

/** Somebody may have been changed by it, and it is not closed. */
const isTouched = (request: ServiceRequest): boolean => request.startedAt !== null && ['submitted', 'in-progress', 'on-hold', 'confirming', 'resolved'].includes(request.status);

/** What belongs to one round, and is not so yet in the next. */
const roundsOwn = { portalMarkedCount: 0, acceptedUnconfirmed: 0, isToldToContinue: false, outsideHours: null };
const openedAgain = (at: Date) => ({ resolvedAt: null, closesAt: null, nudgedAt: null, weekToldAt: null, targetAt: targetAt(at), dueSoonAt: null, lateAt: null, lateness: null });
/** Three days from now, whatever was left of them when somebody asked. */
const resolvedAgain = (at: Date) => ({ status: 'resolved', hold: null, resolvedAt: at, closesAt: closesAt(at), ticketWanted: 'resolved' }) as const;

/** A process of before side rounds had numbers does not count them. */
const lastRoundOf = ({ round, lastRound }: ServiceRequest): number => Math.max(round, lastRound);
const nextRound = (request: ServiceRequest) => ({ round: lastRoundOf(request) + 1, lastRound: lastRoundOf(request) + 1 });

const undoOf = ({ by, byName, reason, count }: Extract<Event, { is: 'undo-asked' }>, at: Date): Undo => ({ askedBy: by, askedByName: byName, askedAt: at, reason, count, round: null, declined: null });

function undoStarted(request: ServiceRequest, { by, byName }: Extract<Event, { is: 'undo-started' }>, to: To): Move {
  const next = nextRound(request);
  return to({ status: 'in-progress', ...next, ...roundsOwn, undo: request.undo && { ...request.undo, round: next.round }, startedBy: by, startedByName: byName, ...ownedFrom(request, { by, byName }), ticketWanted: 'in-progress' }, 'new-round', 'apply', 'ticket');
}

function held(request: ServiceRequest, { why, words, behind }: Extract<Event, { is: 'held' }>, since: Date, to: To): Move | null {
  const from = request.status;
  const waits = { incidentId: behind?.id ?? null, reference: behind?.reference ?? null, link: behind?.link ?? null };
  return from === 'submitted' || from === 'in-progress' ? to({ status: 'on-hold', hold: { why, words, ...waits, since, from }, ticketWanted: 'on-hold' }, 'ticket', 'unwatch') : null;
}

/** Its clock, which would have run from then, runs from now. */
function lifted(request: ServiceRequest, at: Date, to: To): Move | null {
  const { notBefore, status } = request;
  if (notBefore === null || notBefore <= at || (status !== 'submitted' && status !== 'in-progress')) return null;
  return to({ notBefore: null, targetAt: targetAt(at) }, ...(status === 'in-progress' && request.halted === null ? ['apply' as const] : []), 'watch');
}

/** A promise that is still good waits as long as the request did. */
const movedBy = (lateness: Lateness | null, ms: number): Lateness | null => (lateness === null || lateness.missedAt !== null ? lateness : { ...lateness, until: new Date(lateness.until.getTime() + ms) });

/** What was left of the target is left again. One that was paused stays so until somebody continues it. */
function resumed(request: ServiceRequest, at: Date, to: To): Move | null {
  const { hold } = request;
  const left = leftOnHoldMs(request);
  if (request.status !== 'on-hold' || hold === null || left === null) return null;
  const change = { status: hold.from, hold: null, targetAt: new Date(later(at, request.notBefore).getTime() + left), lateness: movedBy(request.lateness, at.getTime() - hold.since.getTime()) };
  if (hold.from === 'submitted') return to({ ...change, ticketWanted: isUndoAsked(request) ? 'in-progress' : 'new' }, 'ticket', 'watch');
  return to({ ...change, ticketWanted: 'in-progress' }, ...(request.halted === null ? ['apply' as const] : []), 'ticket', 'watch');
}
