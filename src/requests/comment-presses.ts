// Comments on a request: written by its organisation or by a resolver, read in the own chats of the other side and on the ticket.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { may, mayHere, relations } from '../access/permissions.ts';
import type { Again } from '../jobs/run-job.ts';
import type { Answer, Press, Services } from '../services.ts';
import { anyState, commentForm, commentList, mostShown, mostWords, replyButton, type Comment } from './comment.ts';
import { gather, nonceKey } from './gather.ts';
import { boundTo } from './nonce.ts';
import { ownChat } from './own-chat.ts';
import { onRequest, placeOf, readerIn, type Decision, type PressNeeds } from './pressed.ts';
import { deliver } from './save-move.ts';
import { sayComments, sendComment } from './send-comment.ts';
import { reference, type ServiceRequest } from './service-request.ts';

type Needs = PressNeeds & Pick<Services, 'messenger'>;

const nothing = z.looseObject({});
const written = z.looseObject({ commentId: z.uuid(), words: z.string().trim().max(mostWords).default('') });

export const showCommentForm = onRequest('request.comment-form', nothing, async (needs: Needs, { press, request }) => ({
  form: commentForm(await gather(needs.store, needs, request, press.personId), randomUUID(), await needs.store.comments.latest(request.id, mostShown), null),
}));

export const comment = onRequest('request.comment', written, async (needs: Needs, { press, request, inputs: { commentId, words } }) => {
  if (words === '') return { form: commentForm(await gather(needs.store, needs, request, press.personId), commentId, [], { problem: 'Not sent: write something first', typed: '' }) };
  const send = await sendComment(needs, press, request, { id: commentId, words });
  const decision: Decision = {
    async repeat(tx) {
      await send(tx);
      const postId = await tx.posts.formOpen(request.id, press.conversation.id, null);
      if (postId !== null) await deliver(tx, postId);
      return undefined;
    },
  };
  return decision;
});

const ofRequest = z.looseObject({ id: z.uuid(), nonce: z.string().max(64) });
const unknown: Answer = { message: 'This card is for somebody else. Nothing was changed.' };

/** Buttons of cards that are not redrawn: bound to the request and the reader, and to no state of it. */
async function requestOf(needs: Needs, press: Press, verb: 'comment.read' | 'comment.reply'): Promise<ServiceRequest | null> {
  const ids = ofRequest.safeParse(press.inputs);
  const reader = readerIn(press, needs.settings);
  if (!ids.success || reader === null || !mayHere(verb, await needs.access.rolesOf(press.personId), placeOf(press.conversation, needs.settings))) return null;
  const { id, nonce } = ids.data;
  if (boundTo(await nonceKey(needs.store), nonce, { id, version: anyState }, verb, [reader]) === null) return null;
  return needs.store.requests.find(id);
}

export async function reply(needs: Needs, press: Press): Promise<Answer> {
  const request = await requestOf(needs, press, 'comment.reply');
  const inputs = written.safeParse(press.inputs);
  if (request === null) return unknown;
  const allowed = may('request.comment', press.personId, await needs.access.rolesOf(press.personId), request);
  if (allowed === 'not-you') return unknown;
  if (allowed === 'not-now') return { message: `${reference(request)} is over, so nothing was sent. Type status ${reference(request)} to see what came of it.` };
  if (!inputs.success || inputs.data.words === '') return { message: 'Write something first, then press again.' };
  const { commentId: id, words } = inputs.data;
  const send = await sendComment(needs, press, request, { id, words });
  await needs.store.transaction(send);
  return { card: { is: 'card', card: commentList(request, await needs.store.comments.latest(request.id, mostShown), replyButton({ request, key: await nonceKey(needs.store), reader: press.personId, commentId: randomUUID() })) } };
}

/** For a resolver, from the channel: what was written, in their own chat. */
export async function readComments(needs: Needs, press: Press): Promise<Answer> {
  const request = await requestOf(needs, press, 'comment.read');
  if (request === null || !relations(press.personId, await needs.access.rolesOf(press.personId), request).has('resolver')) return unknown;
  const chat = await ownChat(needs, { personId: press.personId, teamsUserId: null });
  if (chat === null) return { message: 'To get them, add LA Desk under Apps and send it hello. Then press again.' };
  const key = await nonceKey(needs.store);
  await needs.store.transaction(async tx => {
    await tx.conversations.remember(chat, needs.clock.calendar());
    await sayComments(tx, request, chat, key, needs.clock.calendar());
  });
  return { message: 'They are in your personal chat with LA Desk.' };
}

const saidOnTicket = ({ side, personName, words }: Comment): string => `${side === 'organisation' ? `${personName}, Local Administrator, wrote in LA Desk:` : 'A resolver wrote to the organisation in LA Desk:'}\n${words}`;

/** Once the ticket is there. */
export async function tellHelpdesk({ store, helpdesk }: Pick<Services, 'store' | 'helpdesk'>, { requestId, commentId }: { requestId: string; commentId: string }): Promise<Again> {
  const request = await store.requests.find(requestId);
  const comment = await store.comments.find(commentId);
  if (request === null || comment === null) return undefined;
  if (request.ticketNumber === null) return { againAfterMs: 2_000 };
  await helpdesk.say(requestId, { id: commentId, is: 'comment', text: saidOnTicket(comment) });
  return undefined;
}
