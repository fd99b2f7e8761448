// Writes a comment down and brings it to those who are to read it: in their own chats, to the resolver channel that there is one, and on the ticket.
import { randomUUID } from 'node:crypto';
import { relations, seenAs } from '../access/permissions.ts';
import type { Conversation, Press, Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { commentCard, commentList, commentNotice, mostShown, replyButton, type Comment } from './comment.ts';
import { nonceKey } from './gather.ts';
import { say } from './save-move.ts';
import type { ServiceRequest } from './service-request.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

/** Who writes, who reads it, and the cards for them: all that is asked outside the transaction. */
export async function sendComment(needs: Needs, press: Press, request: ServiceRequest, { id, words }: Pick<Comment, 'id' | 'words'>): Promise<(tx: Tables) => Promise<void>> {
  const { settings, clock } = needs;
  const roles = await needs.access.rolesOf(press.personId);
  const side = relations(press.personId, roles, request).has('la') ? 'organisation' : 'resolver';
  const key = await nonceKey(needs.store);
  const chats = side === 'organisation' ? await resolversChats(needs, request) : await organisationsChats(needs, request);
  const written: Comment = { id, requestId: request.id, side, personId: press.personId, personName: press.personName.slice(0, 80), words, at: clock.calendar() };
  return async tx => {
    if (!(await tx.comments.add(written))) return;
    await tx.audit.append({ requestId: request.id, at: written.at, actorId: press.personId, action: 'commented', detail: { side } });
    await tx.jobs.add({ name: 'tell-helpdesk', key: id, payload: { requestId: request.id, commentId: id } });
    for (const chat of chats) await tell(tx, request, written, chat, key);
    if (side === 'organisation') await say(tx, settings.RESOLVER_CHANNEL, { is: 'card', card: commentNotice(request, key) }, written.at, request.id);
  };
}

async function tell(tx: Tables, request: ServiceRequest, written: Comment, chat: Conversation, key: string): Promise<void> {
  const reply = replyButton({ request, key, reader: chat.personId ?? '', commentId: randomUUID() });
  await say(tx, chat.id, { is: 'card', card: commentCard(request, written, reply) }, written.at, request.id);
}

/** Whoever works on it reads it at once; the others in their channel, when they ask. */
async function resolversChats({ store, access }: Needs, request: ServiceRequest): Promise<Conversation[]> {
  const chat = request.ownerId === null ? null : await store.conversations.personalOf(request.ownerId);
  return chat !== null && chat.personId !== null && seenAs(chat.personId, await access.rolesOf(chat.personId), request) === 'resolver' ? [chat] : [];
}

/** Whoever sent it and whoever wrote about it, where they still look after the organisation. */
async function organisationsChats({ store, access }: Needs, request: ServiceRequest): Promise<Conversation[]> {
  const people = new Set([request.requesterId, ...(await store.comments.writers(request.id))]);
  const chats: Conversation[] = [];
  for (const personId of people) {
    const chat = personId === request.requesterId ? await store.conversations.find(request.conversationId) : await store.conversations.personalOf(personId);
    if (chat !== null && seenAs(personId, await access.rolesOf(personId), request) === 'status') chats.push(chat);
  }
  return chats;
}

/** The latest comments and a way to write one, for one who works on it. */
export async function sayComments(tx: Tables, request: ServiceRequest, chat: Conversation, key: string, at: Date): Promise<void> {
  const button = replyButton({ request, key, reader: chat.personId ?? '', commentId: randomUUID() });
  await say(tx, chat.id, { is: 'card', card: commentList(request, await tx.comments.latest(request.id, mostShown), button) }, at, request.id);
}
