// What somebody did to a ticket in the helpdesk, as events of the request: each may be refused by the lifecycle.
import { randomUUID } from 'node:crypto';
import { isForKind } from '../access/permissions.ts';
import type { TicketChange } from '../helpdesk/ticket.ts';
import type { Tables } from '../store/tables.ts';
import { commentCard, mostWords, replyButton, type Comment } from './comment.ts';
import { nonceKey } from './gather.ts';
import type { Event } from './lifecycle.ts';
import { say } from './save-move.ts';
import type { ServiceRequest } from './service-request.ts';

/** Null where nothing that happens to a request looks like this there. Starting is a resolver's press alone: a ticket does not say who changed it in a way we can check. */
export function eventOf({ state, notes, waitsFor }: Extract<TicketChange, { is: 'state' }>, request: Pick<ServiceRequest, 'status' | 'kind'>): Event | null {
  if ((state === 'new' || state === 'in-progress') && request.status === 'on-hold') return { is: 'resumed' };
  // What no button does for a kind, a ticket does not do either.
  if (state === 'new' || state === 'in-progress') return isForKind('request.reopen', request) ? { is: 'reopened' } : null;
  if (state === 'on-hold' && waitsFor !== null && isForKind('request.hold', request)) return { is: 'held', why: waitsFor, words: notes.slice(0, 500) || null };
  return state === 'cancelled' ? { is: 'rejected', reason: notes.slice(0, 500) || 'The helpdesk cancelled the ticket.' } : null;
}

/** Whoever asked reads in their own chat what the helpdesk wrote, and can answer there. */
export async function takeComment(tx: Tables, request: ServiceRequest, { text }: Extract<TicketChange, { is: 'comment' }>, at: Date): Promise<void> {
  const comment: Comment = { id: randomUUID(), requestId: request.id, side: 'helpdesk', personId: null, personName: 'The helpdesk', words: text.slice(0, mostWords), at };
  await tx.comments.add(comment);
  const reply = replyButton({ request, key: await nonceKey(tx), reader: request.requesterId, commentId: randomUUID() });
  await say(tx, request.conversationId, { is: 'card', card: commentCard(request, comment, reply) }, at, request.id);
}
