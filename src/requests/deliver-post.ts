// Posts or updates one thing in Teams. Intent before the call; a post whose answer was lost is unknown, and never repeated by itself.
import { seenAs } from '../access/permissions.ts';
import type { Content } from '../cards.ts';
import { UserError, WorldError } from '../errors.ts';
import type { Again } from '../jobs/run-job.ts';
import type { Conversation, SendResult, Services } from '../services.ts';
import type { Post } from '../store/posts.ts';
import { draw, type Subject } from './draw.ts';
import { gather } from './gather.ts';
import { plainCard } from './help-cards.ts';
import { anyResolver } from './nonce.ts';
import { reference, type ServiceRequest } from './service-request.ts';

type Needs = Pick<Services, 'store' | 'messenger' | 'access' | 'clock' | 'settings' | 'log'>;

export async function deliverPost(needs: Needs, { postId }: { postId: string }): Promise<Again> {
  const { store } = needs;
  const post = await store.posts.find(postId);
  if (post === null) return undefined;
  // Begun before, perhaps by a process that died between the call and its answer: it may be there, so it is not posted twice.
  if (post.state === 'posting') return void (await unknown(needs, post));
  if (post.drawn >= post.wanted) return undefined;
  const conversation = await store.conversations.find(post.conversationId);
  if (conversation === null || conversation.goneReason !== null) return void (await gone(needs, post));
  const content = await contentOf(needs, post, conversation);
  if (content === null) return undefined;
  return post.state === 'posted' && post.activityId !== null ? update(needs, post, post.activityId, conversation, content) : send(needs, post, conversation, content);
}

/** Null where its request is gone. */
async function contentOf(needs: Needs, post: Post, conversation: Conversation): Promise<Content | null> {
  if (post.content !== null) return post.content;
  const request = post.requestId === null ? null : await needs.store.requests.find(post.requestId);
  if (request === null) return null;
  const reader = conversation.kind === 'channel' ? anyResolver : (conversation.personId ?? '');
  if (conversation.kind === 'personal' && !(await maySee(needs, reader, request))) return { is: 'card', card: plainCard(`No longer yours to see: ${reference(request)}`, 'You are not a Local Administrator of its organisation any more, nor a resolver.') };
  const view = await gather(needs.store, needs, request, reader);
  return { is: 'card', card: draw(view, post.subject as Subject) };
}

/** A card follows its request for weeks; who reads it may have left the organisation meanwhile. */
async function maySee({ access }: Needs, personId: string, request: ServiceRequest): Promise<boolean> {
  try {
    return seenAs(personId, await access.rolesOf(personId), request) !== null;
  } catch (error) {
    if (error instanceof UserError) throw new WorldError('unavailable', 'who may see a card is not known while the directory is away');
    throw error;
  }
}

async function send(needs: Needs, post: Post, conversation: Conversation, content: Content): Promise<Again> {
  const { store } = needs;
  // Unknown, gone or missing: a card that cannot be updated is posted anew at the next change, which is now.
  const afterMs = await needs.messenger.slot(conversation);
  if (afterMs > 0) return { againAfterMs: afterMs };
  if (post.state !== 'waiting' && post.state !== 'posting' && !(await store.posts.anew(post.id, post.state))) return undefined;
  if (!(await store.posts.begin(post.id))) return undefined;
  const result = await sendOrWait(needs, post, conversation, content);
  switch (result.is) {
    case 'sent':
      return void (await store.posts.sent(post.id, result.activityId, post.wanted));
    case 'later':
      await store.posts.later(post.id);
      return { againAfterMs: result.afterMs };
    case 'unknown':
      return void (await unknown(needs, post));
    case 'gone':
      await store.conversations.gone(conversation.id, result.reason, needs.clock.calendar());
      return void (await gone(needs, post, result.reason));
  }
}

/** The messenger throws only where nothing was posted: the post waits, and the job's failures count. */
async function sendOrWait({ store, messenger }: Needs, post: Post, conversation: Conversation, content: Content): Promise<SendResult> {
  try {
    return await messenger.send(conversation, content);
  } catch (error) {
    await store.posts.later(post.id);
    throw error;
  }
}

/** Without the resolvers' card nobody sees the request. */
const levelOf = <L extends string>(post: Post, usual: L) => (post.subject === 'resolver' ? 'error' : usual);

async function gone({ store, log }: Needs, post: Post, reason = 'gone before'): Promise<void> {
  log[levelOf(post, 'info')]({ postId: post.id, subject: post.subject, reason }, 'a post has nowhere to go: the app was removed or blocked there');
  await store.posts.gone(post.id);
}

/** Listed for an operator: in the table, in the log and as a number. */
async function unknown({ store, log }: Needs, post: Post): Promise<void> {
  const request = post.requestId === null ? null : await store.requests.find(post.requestId);
  log[levelOf(post, 'warn')]({ postId: post.id, subject: post.subject, reference: request && reference(request) }, 'the answer to a post was lost: it may or may not be there, and is not repeated');
  await store.posts.unknown(post.id);
  await store.posts.drawn(post.id, post.wanted);
}

async function update(needs: Needs, post: Post, activityId: string, conversation: Conversation, content: Content): Promise<Again> {
  const { store } = needs;
  const result = await needs.messenger.update(conversation, activityId, content);
  switch (result.is) {
    case 'updated':
      return void (await store.posts.drawn(post.id, post.wanted));
    case 'later':
      return { againAfterMs: result.afterMs };
    case 'missing':
      return (await store.posts.anew(post.id, 'posted')) ? void (await store.posts.drawn(post.id, post.wanted)) : undefined;
    case 'gone':
      await store.conversations.gone(conversation.id, result.reason, needs.clock.calendar());
      return void (await gone(needs, post, result.reason));
  }
}
