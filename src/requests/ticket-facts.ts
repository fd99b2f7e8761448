// What a helpdesk's ticket says of a request: the minimum data set, what came of it, and why a change there was put back.
import type { TicketFacts, TicketState } from '../helpdesk/ticket.ts';
import type { Tables } from '../store/tables.ts';
import { figure, formatFrom } from '../words.ts';
import { progressOf } from './gather.ts';
import { becauseOf } from './hold-words.ts';
import { isUndoAsked, isUndoing, reference, refusedCount, type Progress, type ServiceRequest } from './service-request.ts';
import { undoneWords } from './progress-words.ts';
import { kindWords, people } from './view.ts';

export async function ticketFacts(store: Tables, request: ServiceRequest): Promise<TicketFacts> {
  const state = request.ticketWanted ?? 'new';
  const count = request.shown?.wouldChange ?? 0;
  return {
    correlationId: request.id,
    reference: reference(request),
    state,
    shortDescription: `${reference(request)}: ${people(count)} ${kindWords[request.kind].would}`,
    description: descriptionOf(request, await isClosed(store, request)),
    requesterId: request.requesterId,
    requesterName: request.requesterName,
    contactNumber: request.contactNumber ?? '',
    affectedCount: count,
    waitsFor: request.hold?.why ?? null,
    notes: notesOf(request, state === 'resolved' || state === 'closed' ? await progressOf(store, request) : null),
  };
}

/** Of the request that it is about: forgotten is closed too. A file may be about one that is open. */
async function isClosed(store: Tables, { follows }: ServiceRequest): Promise<boolean> {
  const followed = follows && (await store.requests.find(follows.id));
  return followed === null || followed.status === 'closed';
}

function descriptionOf(request: ServiceRequest, isFollowedClosed: boolean): string {
  const { follows, notBefore } = request;
  const original = follows?.ticketNumber == null ? '' : `, original incident reference ${follows.ticketNumber}`;
  return [
    `Organisation ${request.organisation ?? 'unknown'}. Sent with LA Desk as ${reference(request)}.`,
    ...(notBefore === null ? [] : [`Not before ${formatFrom(notBefore)}.`]),
    ...(follows === null ? [] : [`It is about ${reference(follows)}${original}${isFollowedClosed ? ', which is closed' : ''}.`]),
  ].join(' ');
}

function notesOf(request: ServiceRequest, progress: Progress | null): string {
  if (progress !== null && isUndoing(request)) return `${reference(request)} was undone: ${undoneWords(progress)}, refused for ${figure(refusedCount(progress))}. The Local Administrator has the outcome by row.`;
  if (progress !== null) return `${reference(request)}: applied to ${people(progress.applied)}, confirmed for ${figure(progress.confirmed)}, refused for ${figure(refusedCount(progress))}. The Local Administrator has the outcome by row.`;
  if (request.status === 'withdrawn') return `${reference(request)} was withdrawn by its organisation before it was started.`;
  return request.status === 'rejected' ? `${reference(request)} was rejected before it was started: ${request.reason ?? 'no reason given'}` : '';
}

const stateWords: Record<TicketState, string> = { new: 'New', 'in-progress': 'In Progress', 'on-hold': 'On Hold', resolved: 'Resolved', closed: 'Closed', cancelled: 'Cancelled' };

const whatToDo: Record<TicketState, string> = {
  new: 'The request goes on where it is.',
  'in-progress': 'A resolver starts a request from its card in Teams.',
  'on-hold': 'A request is held until everybody is changed, for one of three reasons: an answer that is awaited, an incident, a release.',
  resolved: 'LA Desk resolves a request when everybody is confirmed.',
  closed: 'LA Desk closes a request three calendar days after it was resolved.',
  cancelled: 'A request that was started is no longer cancelled.',
};

/** Written beside On Hold, and beside In Progress while an undo waits; nothing beside another state. */
export const noteBeside = (request: ServiceRequest): { note: string } | null => {
  const { hold, undo } = request;
  if (request.ticketWanted === 'in-progress' && undo !== null && isUndoAsked(request)) return { note: `Undo asked for ${reference(request)}: ${kindWords[request.kind].undo} ${people(undo.count)}. A resolver starts it from its card in Teams.\n${undo.reason}` };
  if (request.ticketWanted !== 'on-hold' || hold === null) return null;
  return { note: [`${reference(request)} is on hold, ${becauseOf(hold)}.`, hold.words ?? '', hold.link ?? ''].filter(Boolean).join('\n') };
};

/** For those who work on the ticket. `from`: the state they gave it. */
export const putBackNote = (request: ServiceRequest, from: TicketState): string =>
  `LA Desk put this ticket back from ${stateWords[from]} to ${stateWords[request.ticketWanted ?? 'new']}, because the ticket follows request ${reference(request)}. ${whatToDo[from]}`;
