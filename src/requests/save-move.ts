// Saves what the lifecycle decided: the request, the jobs that follow, the audit and the redraws, in the caller's one transaction.
import type { Content } from '../cards.ts';
import { kinds } from '../kinds/grid.ts';
import { nudgeAt, warnAt, weekAfter } from '../schedule.ts';
import type { Services } from '../services.ts';
import type { Json } from '../store/audit-chain.ts';
import type { Round } from '../store/rounds.ts';
import type { Tables } from '../store/tables.ts';
import { forMarkdown, mostWritten } from '../words.ts';
import type { Subject } from './draw.ts';
import { progressOf } from './gather.ts';
import type { Follows, Move } from './lifecycle.ts';
import { waitsUntil } from './opening.ts';
import { isUndoing, keptForDays, reference, type ServiceRequest } from './service-request.ts';

type Needs = Pick<Services, 'settings' | 'clock'>;

/** `detail` holds counts, hashes and reasons only: the audit outlives the rows and names people by object id alone. */
export type Entry = { actorId: string; action: string; personId?: string; detail?: Record<string, Json> };

/** By then the card is in the channel, where nothing is wrong. */
const mentionedAfterMs = 3_000;

export async function saveMove(tx: Tables, needs: Needs, move: Move, entry: Entry): Promise<void> {
  const { request } = move;
  const at = needs.clock.calendar();
  await tx.requests.save(request);
  await tx.audit.append({ requestId: request.id, at, actorId: entry.actorId, action: entry.action, ...(entry.personId === undefined ? {} : { personId: entry.personId }), detail: { ...entry.detail, version: request.version } });
  await tx.jobs.add({ name: 'seal-audit', key: 'all', payload: {}, dueAt: new Date(at.getTime() + 60_000) });
  for (const follows of move.follows) await follow(tx, needs, follows, request, entry.actorId, at);
  await redraw(tx, request.id);
}

async function follow(tx: Tables, needs: Needs, follows: Follows, request: ServiceRequest, actorId: string, at: Date): Promise<void> {
  const { id: requestId } = request;
  switch (follows) {
    case 'check':
      return tx.jobs.add({ name: 'check-list', key: requestId, payload: { requestId } });
    case 'new-round':
      return tx.rounds.insert({ requestId, round: request.round, purpose: request.round === 1 ? 'apply' : isUndoing(request) ? 'undo' : 'reopen', lane: await laneOf(tx, needs, request), askedBy: actorId, startedAt: at });
    case 'apply':
      return applyWhenOpen(tx, needs, request, at);
    case 'confirm':
      return tx.jobs.add({ name: 'confirm-round', key: `${requestId}/${request.round}`, payload: { requestId, round: request.round } });
    case 'ticket':
      return tx.jobs.add({ name: 'mirror-ticket', key: requestId, payload: { requestId } });
    case 'close':
      return tx.jobs.add(
        { name: 'close-request', key: requestId, payload: { requestId }, dueAt: request.closesAt ?? at, replaceDue: true },
        { name: 'nudge-closing', key: requestId, payload: { requestId }, dueAt: nudgeAt(request.closesAt ?? at), replaceDue: true },
      );
    case 'watch':
      return tx.jobs.add({ name: 'watch-target', key: requestId, payload: { requestId }, dueAt: warnAt(request.targetAt ?? at), replaceDue: true });
    case 'unwatch':
      return tx.jobs.remove({ name: 'watch-target', key: requestId });
    case 'mention':
      return tx.jobs.add({ name: 'mention-resolvers', key: 'all', payload: {}, dueAt: new Date(at.getTime() + mentionedAfterMs) });
    case 'tell-undo-declined':
      return tellDeclined(tx, request, at);
    case 'week':
      return kinds[request.kind].asksForMethod ? tx.jobs.add({ name: 'tell-week-later', key: requestId, payload: { requestId }, dueAt: weekAfter(request.resolvedAt ?? at), replaceDue: true }) : undefined;
    case 'unweek':
      return tx.jobs.remove({ name: 'tell-week-later', key: requestId });
    case 'forget':
      return tx.jobs.add({ name: 'forget-request', key: requestId, payload: { requestId }, dueAt: new Date(at.getTime() + keptForDays * 86_400_000), replaceDue: true });
  }
}

/** Until when it waits is known at once, so that the first card to be drawn says so. */
async function applyWhenOpen(tx: Tables, needs: Needs, request: ServiceRequest, at: Date): Promise<void> {
  const round = await tx.rounds.find(request.id, request.round);
  if (round !== null) await tx.rounds.waitUntil(request.id, round.round, await waitOf(tx, needs, request, round, at));
  return wakeLane(tx, await laneOf(tx, needs, request));
}

/** Null where a round may go on now, and where everybody is changed and it only has to be finished. */
export async function waitOf(tx: Tables, { settings }: Pick<Needs, 'settings'>, request: ServiceRequest, round: Round, at: Date): Promise<Date | null> {
  const until = waitsUntil(request, round, settings.WORKING_HOURS, at);
  if (until === null || !round.isFilled) return until;
  const { waiting, calling } = await progressOf(tx, { id: request.id, round: round.round });
  return waiting + calling > 0 ? until : null;
}

/** A card that changes alerts nobody: whoever asked hears it, and the one who sent the list. */
async function tellDeclined(tx: Tables, request: ServiceRequest, at: Date): Promise<void> {
  const asker = await tx.conversations.personalOf(request.undo?.askedBy ?? '');
  const text = `The undo of ${reference(request)} was rejected, so nobody was changed. The reason given: ${forMarkdown(request.undo?.declined ?? 'none', { most: mostWritten })}`;
  for (const chat of new Set([request.conversationId, ...(asker === null ? [] : [asker.id])])) await say(tx, chat, { is: 'text', text }, at, request.id);
}

const wakeLane = (tx: Tables, lane: string): Promise<void> => tx.jobs.add({ name: 'run-lane', key: lane, payload: { lane } });

async function laneOf(tx: Tables, needs: Needs, request: ServiceRequest): Promise<string> {
  const [first] = await tx.rows.people(request.id, '', 1);
  return kinds[request.kind].lane(needs, first ?? '');
}

/** Every card of the request shows the present state soon. Progress calls this too, without a change of version. */
export async function redraw(tx: Tables, requestId: string): Promise<void> {
  for (const postId of await tx.posts.wantAll(requestId)) await deliver(tx, postId);
  await wantQueue(tx, requestId);
}

/** So does the queue card that follows the queue, where there is one. */
export async function wantQueue(tx: Tables, requestId: string): Promise<void> {
  if (await tx.queueBoards.concerns(requestId)) await tx.jobs.add({ name: 'redraw-queue', key: 'all', payload: {} });
}

/** A request's card in a conversation: the one that is there redrawn, or a new one; now, or by `dueAt` where nothing shows it before. `channel`: one sentence where its file was posted, once there is a result. */
export async function showCard(tx: Tables, requestId: string, conversationId: string, subject: Subject | 'channel', at: Date, dueAt = at): Promise<void> {
  await deliver(tx, await tx.posts.want(requestId, conversationId, subject, at), dueAt);
}

/** Something said once. With `requestId` it is forgotten with its request. */
export async function say(tx: Tables, conversationId: string, content: Content, at: Date, requestId?: string): Promise<void> {
  await deliver(tx, await tx.posts.add({ conversationId, subject: content.is, content, at, ...(requestId === undefined ? {} : { requestId }) }));
}

/** No form of the request stands in this conversation any more: what was held back for it is drawn now. */
export async function formClosed(tx: Tables, requestId: string, conversationId: string): Promise<void> {
  const postId = await tx.posts.formOpen(requestId, conversationId, null);
  if (postId !== null) await deliver(tx, postId);
}

export const deliver = (tx: Tables, postId: string, dueAt?: Date): Promise<void> => tx.jobs.add({ name: 'deliver-post', key: postId, payload: { postId }, ...(dueAt === undefined ? {} : { dueAt }) });
