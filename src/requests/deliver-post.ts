// Posts or updates one thing in Teams. Intent before the call; a post whose answer was lost is unknown, and never repeated by itself.
import { seenAs } from '../access/permissions.ts';
import { isForSome, type Content } from '../cards.ts';
import { UserError, WorldError } from '../errors.ts';
import type { Again } from '../jobs/run-job.ts';
import type { Conversation, SendResult, Services } from '../services.ts';
import type { Post } from '../store/posts.ts';
import { saidInChannel } from './channel-file-cards.ts';
import { draw, holdsInputs, type Subject } from './draw.ts';
import { gather } from './gather.ts';
import { plainCard } from './help-cards.ts';
import { anyResolver } from './nonce.ts';
import { say } from './save-move.ts';
import { reference, type ServiceRequest } from './service-request.ts';

type Needs = Pick<Services, 'store' | 'messenger' | 'access' | 'clock' | 'settings' | 'log'>;

/** As it was when it was added. A post that is begun since is left alone, and nothing else happens to what is said once. */
type AtHand = Awaited<ReturnType<Services['store']['posts']['withConversation']>>;

export async function deliverPost(needs: Needs, { postId, atHand }: { postId: string; atHand?: AtHand | undefined }): Promise<Again> {
  const { store, messenger } = needs;
  const found = atHand ?? (await store.posts.withConversation(postId));
  const wanted = found?.post ?? null;
  // Begun before, perhaps by a process that died between the call and its answer: it may be there, so it is not posted twice.
  if (wanted?.state === 'posting') return void (await unknown(needs, wanted));
  if (wanted === null || wanted.drawn >= wanted.wanted || wasRefused(wanted) || (await isSilent(needs, wanted))) return undefined;
  const conversation = found?.conversation ?? null;
  if (conversation === null || conversation.goneReason !== null) return void (await gone(needs, wanted, conversation?.goneReason ?? 'unknown conversation'));
  // What is said once is begun with its moment. A request's card is drawn first.
  const isReady = wanted.content !== null && wanted.state === 'waiting';
  const { ms, hasBegun } = await messenger.slot(conversation, isReady ? isNow => store.posts.beginning(postId, isNow) : undefined);
  if (ms > 0 && hasBegun) await store.posts.later(postId);
  if (ms > 0) return { againAfterMs: ms };
  // A request's card is read and drawn once its moment has come: what is said is the present state, and a form may have been opened meanwhile.
  const post = wanted.content === null ? await store.posts.find(postId) : wanted;
  const drawn = post === null ? null : await contentOf(needs, post, conversation);
  if (post === null || drawn === null || isBeingTyped(post, drawn)) return undefined;
  // A message that could not be reached may be there again with its conversation: it is changed before another is posted.
  const isThere = (post.state === 'posted' || post.state === 'gone') && post.activityId !== null;
  return isThere ? update(needs, post, post.activityId ?? '', conversation, drawn) : send(needs, post, conversation, drawn, hasBegun);
}

/** What is said once was refused for good, unlike a request's card, which the next change tries again. */
const wasRefused = (post: Post): boolean => post.content !== null && post.state === 'gone';

/** The sentence in a channel waits for a result, stays as it is however the request goes on, and is not said again where it may be there. */
async function isSilent({ store }: Needs, post: Post): Promise<boolean> {
  if (post.subject !== 'channel') return false;
  const request = post.requestId === null ? null : await store.requests.find(post.requestId);
  return post.state !== 'waiting' || request === null || saidInChannel(request.status) === null;
}

/** `inputsVersion`: the request's version, where the card holds inputs. */
type Drawn = { content: Content; version: number | null; inputsVersion: number | null };

const asItIs = (content: Content | null): Drawn | null => content && { content, version: null, inputsVersion: null };

/** Inputs of the present state are on show: redrawn, for example for a ticket number, what somebody types would be gone. The next state redraws it. */
const isBeingTyped = (post: Post, drawn: Drawn): boolean => post.state === 'posted' && drawn.version !== null && post.inputsVersion === drawn.version;

/** Null where its request is gone. */
async function contentOf(needs: Needs, post: Post, conversation: Conversation): Promise<Drawn | null> {
  if (post.content !== null) return asItIs(post.content);
  const request = post.requestId === null ? null : await needs.store.requests.find(post.requestId);
  if (request === null) return null;
  if (post.subject === 'channel') return asItIs(saidInChannel(request.status));
  const reader = conversation.kind === 'channel' ? anyResolver : (conversation.personId ?? '');
  if (conversation.kind === 'personal' && !(await maySee(needs, reader, request))) return { content: { is: 'card', card: notYours(request) }, version: null, inputsVersion: null };
  const view = await gather(needs.store, needs, request, reader);
  const card = draw(view, post.subject as Subject);
  return { content: { is: 'card', card }, version: request.version, inputsVersion: holdsInputs(card) ? request.version : null };
}

const notYours = (request: ServiceRequest) => plainCard(`No longer yours to see: ${reference(request)}`, 'You are not a Local Administrator of its organisation any more, nor a resolver.');

/** A card follows its request for weeks; who reads it may have left the organisation meanwhile. */
async function maySee({ access }: Needs, personId: string, request: ServiceRequest): Promise<boolean> {
  try {
    const roles = await access.rolesOf(personId);
    const isSeen = seenAs(personId, roles, request) !== null;
    if (!isSeen && roles.isUncertain === true) throw new UserError('The directory does not answer.');
    return isSeen;
  } catch (error) {
    if (error instanceof UserError) throw new WorldError('unavailable', 'who may see a card is not known while the directory is away');
    throw error;
  }
}

async function send(needs: Needs, post: Post, conversation: Conversation, { content, inputsVersion }: Drawn, hasBegun: boolean): Promise<Again> {
  const { store } = needs;
  // Unknown or gone: a card that cannot be updated is posted anew at the next change, which is now.
  if (post.state !== 'waiting' && post.state !== 'posting' && !(await store.posts.anew(post.id, post.state))) return undefined;
  if (!hasBegun && !(await store.posts.begin(post.id))) return undefined;
  const result = await sendOrWait(needs, post, conversation, content);
  switch (result.is) {
    case 'sent':
      return { save: store.posts.showing(post.id, { activityId: result.activityId, drawn: post.wanted, inputsVersion }) };
    case 'later':
      await store.posts.later(post.id);
      throw busy(result.afterMs);
    case 'unknown':
      return void (await unknown(needs, post));
    case 'gone':
      // Who left the team takes nothing from those who are still in it.
      if (!isForSome(content)) await store.conversations.gone(conversation.id, result.reason, needs.clock.calendar());
      return void (await gone(needs, post, result.reason));
  }
}

/** Counted as the job's failure, so that tries are bounded; and where Teams does not say when to come back, they come apart. */
const busy = (retryAfterMs: number | undefined) => new WorldError('throttled', 'Teams takes it later', retryAfterMs === undefined ? {} : { retryAfterMs });

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

async function gone(needs: Needs, post: Post, reason: string): Promise<void> {
  needs.log[levelOf(post, 'info')]({ postId: post.id, subject: post.subject, reason }, 'a post has nowhere to go: the app was removed or blocked there');
  await refused(needs, post, reason);
}

/** What only one person was to see is not lost on them: it is said in their own chat, saved with the refusal so that it is said once. */
async function refused(needs: Needs, post: Post, reason: string): Promise<void> {
  const { content } = post;
  const { store, clock } = needs;
  if (content?.is === 'text' && content.mentions !== undefined) return unmentioned(needs, post, content.text, reason);
  await store.transaction(async tx => {
    const chat = content?.is === 'targeted' ? await tx.conversations.personalOf(content.to, 'teams_user_id') : null;
    if (content?.is !== 'targeted' || chat === null) return void (await tx.posts.gone(post.id, reason));
    if (!(await tx.posts.gone(post.id, `${reason}, so it was said in their own chat`))) return;
    await say(tx, chat.id, { is: 'card', card: content.card }, clock.calendar(), post.requestId ?? undefined);
  });
}

/** What alerts nobody is still said: the tag may be gone. */
async function unmentioned({ store, clock, log }: Needs, post: Post, text: string, reason: string): Promise<void> {
  log.warn({ postId: post.id, reason }, 'a mention was refused, and is said without it: is the tag in RESOLVER_MENTION one of the resolvers\' team?');
  await store.transaction(async tx => {
    if (!(await tx.posts.gone(post.id, `${reason}, so it was said without the mention`))) return;
    await say(tx, post.conversationId, { is: 'text', text: text.replace(/<\/?at>/g, '') }, clock.calendar(), post.requestId ?? undefined);
  });
}

/** Listed for an operator: in the table, in the log and as a number. */
async function unknown({ store, log }: Needs, post: Post): Promise<void> {
  const request = post.requestId === null ? null : await store.requests.find(post.requestId);
  log[levelOf(post, 'warn')]({ postId: post.id, subject: post.subject, reference: request && reference(request) }, 'the answer to a post was lost: it may or may not be there, and is not repeated');
  await store.posts.unknown(post.id);
  await store.posts.drawn(post.id, post.wanted);
}

async function update(needs: Needs, post: Post, activityId: string, conversation: Conversation, { content, inputsVersion }: Drawn): Promise<Again> {
  const { store } = needs;
  const result = await needs.messenger.update(conversation, activityId, content);
  switch (result.is) {
    case 'updated':
      return { save: store.posts.showing(post.id, { activityId, drawn: post.wanted, inputsVersion }) };
    case 'later':
      throw busy(result.afterMs);
    case 'missing':
      // A queue card that somebody deleted is not wanted.
      if (post.subject === 'queue') return void (await gone(needs, post, 'deleted'));
      // Somebody deleted it. What has changed since is said all the same, in a new one.
      return post.state !== 'waiting' && post.state !== 'posting' && (await store.posts.anew(post.id, post.state)) ? { againAfterMs: 0 } : undefined;
    case 'gone':
      await store.conversations.gone(conversation.id, result.reason, needs.clock.calendar());
      return void (await gone(needs, post, result.reason));
  }
}

/** The last word on a post that Teams did not take in any attempt. A card that is there and could not be changed stays: the next change tries again. */
export async function giveUpPost(needs: Needs, { postId }: { postId: string }): Promise<undefined> {
  const post = await needs.store.posts.find(postId);
  if (post?.state !== 'waiting') return;
  needs.log.error({ postId, subject: post.subject }, 'a post was given up: Teams did not take it in any attempt');
  await refused(needs, post, 'not taken in any attempt');
}
