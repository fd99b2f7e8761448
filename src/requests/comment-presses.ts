// Comments on a request: written by its organisation or by a resolver, read in the own chats of the other side and on the ticket.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { may, relations } from '../access/permissions.ts';
import type { Again } from '../jobs/run-job.ts';
import type { Answer, Services } from '../services.ts';
import { commentForm, commentList, mostShown, mostWords, replyButton, type Comment } from './comment.ts';
import { onDesk, show, type DeskPress } from './desk-press.ts';
import { gather } from './gather.ts';
import { addApp, chatOf } from './own-chat.ts';
import { forSomebodyElse, noLongerHere, onRequest, type Decision, type PressNeeds } from './pressed.ts';
import { formClosed } from './save-move.ts';
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
      await formClosed(tx, request.id, press.conversation.id);
      return undefined;
    },
  };
  return decision;
});

/** On cards that are said once, and not redrawn with the request. */
const onSaid = (verb: 'comment.read' | 'comment.reply', act: (needs: Needs, pressed: DeskPress, request: ServiceRequest) => Promise<Answer>) =>
  onDesk(verb, async (needs: Needs, pressed) => {
    const request = await needs.store.requests.find(pressed.id);
    return request === null ? noLongerHere : act(needs, pressed, request);
  });

export const reply = onSaid('comment.reply', async (needs, { press, roles, key }, request) => {
  const inputs = written.safeParse(press.inputs);
  const allowed = may('request.comment', press.personId, roles, request);
  if (allowed === 'not-you') return forSomebodyElse;
  if (allowed === 'not-now') return { message: `${reference(request)} is over, so nothing was sent. Type status ${reference(request)} to see what came of it.` };
  if (!inputs.success || inputs.data.words === '') return { message: 'Write something first, then press again.' };
  const { commentId: id, words } = inputs.data;
  const send = await sendComment(needs, press, request, { id, words });
  await needs.store.transaction(send);
  return show(commentList(request, await needs.store.comments.latest(request.id, mostShown), replyButton({ request, key, reader: press.personId, commentId: randomUUID() })));
});

/** For a resolver, from the channel: what was written, in their own chat. */
export const readComments = onSaid('comment.read', async (needs, { press, roles, key }, request) => {
  if (!relations(press.personId, roles, request).has('resolver')) return forSomebodyElse;
  const chat = await chatOf(needs, press);
  if (chat === null) return addApp('get them');
  await needs.store.transaction(async tx => {
    await tx.conversations.remember(chat, needs.clock.calendar());
    await sayComments(tx, request, chat, key, needs.clock.calendar());
  });
  return { message: 'They are in your personal chat with LA Desk.' };
});

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
