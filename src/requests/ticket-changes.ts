// What somebody did to a ticket in the helpdesk, as events of the request: each may be refused by the lifecycle.
import type { TicketChange } from '../helpdesk/ticket.ts';
import type { Tables } from '../store/tables.ts';
import { forMarkdown } from '../words.ts';
import { plainCard } from './help-cards.ts';
import type { Event } from './lifecycle.ts';
import { say } from './save-move.ts';
import { reference, type ServiceRequest } from './service-request.ts';

/** Null where nothing that happens to a request looks like this there. Starting is a resolver's press alone: a ticket does not say who changed it in a way we can check. */
export function eventOf({ state, notes, waitsFor }: Extract<TicketChange, { is: 'state' }>, { status }: Pick<ServiceRequest, 'status'>): Event | null {
  if (state === 'new' || state === 'in-progress') return status === 'on-hold' ? { is: 'resumed' } : { is: 'reopened' };
  if (state === 'on-hold' && waitsFor !== null) return { is: 'held', why: waitsFor, words: notes.slice(0, 500) || null };
  return state === 'cancelled' ? { is: 'rejected', reason: notes.slice(0, 500) || 'The helpdesk cancelled the ticket.' } : null;
}

const mostShown = 2_000;

/** Whoever asked reads in their own chat what the helpdesk wrote. */
export async function takeComment(tx: Tables, request: ServiceRequest, comment: Extract<TicketChange, { is: 'comment' }>, at: Date): Promise<void> {
  const ticket = request.ticketNumber === null ? '' : `, ticket ${request.ticketNumber}`;
  const lines = comment.text.slice(0, mostShown).split(/\r?\n/).filter(line => line.trim() !== '');
  const card = plainCard(`The helpdesk wrote on ${reference(request)}${ticket}`, ...lines.map(line => forMarkdown(line, { most: mostShown })));
  await say(tx, request.conversationId, { is: 'card', card }, at, request.id);
}
