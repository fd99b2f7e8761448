// Job: a file posted in a channel, found again through Graph and read like any upload. Its payload holds ids and no secret, so any process may run it, and twice.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isPassing, WorldError } from '../errors.ts';
import type { Again } from '../jobs/run-job.ts';
import type { Conversation, Posted, Services, UploadedFile } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { addTheApp, notReadWords, nothingAttached, openToAll, type NotRead } from './channel-file-cards.ts';
import { heardFrom } from './heard-from.ts';
import { plainCard } from './help-cards.ts';
import { advance } from './lifecycle.ts';
import { newRequest } from './new-request.ts';
import { ownChat } from './own-chat.ts';
import { notRead, readUpload, unreadable } from './read-upload.ts';
import { leaseEnd, whileHeld } from './reading-lease.ts';
import { say, saveMove, showCard } from './save-move.ts';
import type { ServiceRequest } from './service-request.ts';

type Needs = Pick<Services, 'store' | 'channelFiles' | 'uploads' | 'messenger' | 'settings' | 'clock' | 'log' | 'processId'>;

export const channelFileAsked = z.object({
  /** Promised in the turn: two runs make one request. */
  requestId: z.uuid(),
  message: z.object({ groupId: z.string().nullable(), teamId: z.string(), channelId: z.string(), rootId: z.string(), id: z.string() }),
  /** The thread it was posted in. */
  conversationId: z.string(),
  personId: z.string(),
  teamsUserId: z.string(),
  /** Whether the sender knows by now that everyone can open it. */
  isTold: z.boolean(),
  askedAtMachine: z.number(),
});
type Asked = z.infer<typeof channelFileAsked>;

/** A message shows in Graph some seconds after Teams has sent it to us. Its file was there before it, so that one is waited for less. */
const showsWithinMs = { 'missing': 30_000, 'file-gone': 10_000 };
/** How long Microsoft 365 may be away before the person is told. */
const patienceMs = 600_000;

export async function readChannelFile(needs: Needs, asked: Asked, { signal }: { signal: AbortSignal }): Promise<Again> {
  const request = await needs.store.requests.find(asked.requestId);
  if (request !== null && request.status !== 'receiving') return undefined;
  try {
    return await findAndRead(needs, asked, signal);
  } catch (error) {
    const isOver = error instanceof WorldError && (error.failure === 'refused' || isLate(needs, asked));
    if (signal.aborted || !isOver) throw error;
    const isRefused = error.failure === 'refused';
    const advice = isRefused ? ': is Files.Read.All granted to the files identity, and was the app installed in this team with an app package of that identity?' : '';
    needs.log[isRefused ? 'error' : 'warn']({ code: error.code, failure: error.failure, requestId: asked.requestId }, `a file in a channel could not be read${advice}`);
    return end(needs, asked, isRefused ? 'refused' : 'away');
  }
}

/** The job has run out of attempts. */
export const giveUpChannelFile = (needs: Needs, asked: Asked): Promise<undefined> => end(needs, asked, 'failed');

const waitedMs = ({ clock }: Needs, { askedAtMachine }: Asked): number => clock.machine() - askedAtMachine;
const isLate = (needs: Needs, asked: Asked): boolean => waitedMs(needs, asked) > patienceMs;

async function findAndRead(needs: Needs, asked: Asked, signal: AbortSignal): Promise<Again> {
  const posted = await find(needs, asked);
  if (posted.is === 'missing') return untilShown(needs, asked, 'missing');
  if (posted.is === 'deleted') return end(needs, asked, 'deleted');
  const [file] = posted.authorId === asked.personId ? posted.files : [];
  if (file === undefined) return end(needs, asked, posted.elsewhere > 0 ? 'elsewhere' : 'nothing');
  const link = await needs.channelFiles.locate(file);
  if (link === null) return untilShown(needs, asked, 'file-gone');
  const chat = await ownChat(needs, asked);
  return chat === null ? end(needs, asked, 'no-chat') : read(needs, asked, { posted, link, chat }, signal);
}

async function find(needs: Needs, { message, conversationId }: Asked): Promise<Posted> {
  const conversation = message.groupId === null ? await needs.store.conversations.find(conversationId) : null;
  const groupId = conversation === null ? message.groupId : await needs.messenger.groupOf(conversation, message.teamId);
  return groupId === null ? { is: 'missing' } : needs.channelFiles.read({ ...message, groupId });
}

async function untilShown(needs: Needs, asked: Asked, why: keyof typeof showsWithinMs): Promise<Again> {
  const waited = waitedMs(needs, asked);
  return waited < showsWithinMs[why] ? { againAfterMs: Math.min(5_000, Math.max(500, waited / 2)) } : end(needs, asked, why);
}

type Found = { posted: Extract<Posted, { is: 'posted' }>; link: UploadedFile; chat: Conversation };

async function read(needs: Needs, asked: Asked, found: Found, signal: AbortSignal): Promise<Again> {
  // Not the process alone: it may run this job twice, when it was thought dead.
  const owner = `${needs.processId} ${randomUUID()}`;
  const begun = await needs.store.transaction(tx => begin(tx, needs, asked, found, owner));
  if (begun === 'over') return undefined;
  if (begun === 'another') return { againAfterMs: 5_000 };
  return whileHeld(needs, { requestId: asked.requestId, owner }, signal, async held => {
    try {
      await readUpload(needs, owner, asked.requestId, await needs.uploads.open(found.link, held));
    } catch (error) {
      if (held.aborted && !signal.aborted) return { againAfterMs: 5_000 };
      const isOver = !isPassing(error) || isLate(needs, asked);
      if (!signal.aborted && isOver) return void (await unreadable(needs, owner, asked.requestId, error));
      // The next run begins anew, at once.
      await needs.store.requests.renewLease(asked.requestId, owner, new Date(needs.clock.machine()));
      throw error;
    }
    return undefined;
  });
}

async function begin(tx: Tables, needs: Needs, asked: Asked, { posted, link, chat }: Found, owner: string): Promise<'begun' | 'another' | 'over'> {
  const { requestId } = asked;
  const at = needs.clock.calendar();
  const before = await tx.requests.lock(requestId);
  if (before !== null) {
    if (before.status !== 'receiving') return 'over';
    if (!(await tx.requests.takeLease(requestId, owner, new Date(needs.clock.machine()), leaseEnd(needs.clock)))) return 'another';
    await tx.rows.deleteAll(requestId);
    return 'begun';
  }
  await heardFrom(tx, chat, at);
  const request = newRequest({ personId: asked.personId, personName: posted.authorName, conversation: chat }, 'enable-mfa', link.name.slice(0, 200), at, requestId);
  await tx.requests.insert(request, { owner, until: leaseEnd(needs.clock) });
  await showCard(tx, requestId, chat.id, 'status', at);
  await showCard(tx, requestId, asked.conversationId, 'channel', at);
  const otherFiles = posted.files.length - 1 + posted.elsewhere;
  if (otherFiles > 0) await say(tx, chat.id, { is: 'text', text: notRead(otherFiles, true) }, at, requestId);
  if (!asked.isTold) await say(tx, asked.conversationId, { is: 'targeted', to: asked.teamsUserId, card: openToAll(needs.settings.MicrosoftAppId) }, at);
  return 'begun';
}

/** Nothing came of it: said once, to the sender alone, in their own chat if they have one. */
async function end(needs: Needs, asked: Asked, why: NotRead | 'no-chat'): Promise<undefined> {
  const { store, clock, settings } = needs;
  const isAnsweredInChat = why !== 'no-chat' && (why !== 'nothing' || asked.isTold);
  const chat = isAnsweredInChat ? await ownChat(needs, asked) : null;
  const told = why === 'no-chat' ? null : notReadWords(why, settings.HELP_CONTACT);
  const inChannel = isAnsweredInChat || told === null ? addTheApp(settings.MicrosoftAppId) : nothingAttached(settings.MicrosoftAppId);
  await store.transaction(async tx => {
    const request = await tx.requests.lock(asked.requestId);
    if (request !== null) return drop(tx, needs, request, told?.line ?? '');
    if (!(await tx.activities.isNew(asked.conversationId, `answer to ${asked.message.id}`, clock.machine()))) return;
    if (chat === null || told === null) return say(tx, asked.conversationId, { is: 'targeted', to: asked.teamsUserId, card: inChannel }, clock.calendar());
    await heardFrom(tx, chat, clock.calendar());
    await say(tx, chat.id, { is: 'card', card: plainCard(told.heading, told.line) }, clock.calendar());
  });
  return undefined;
}

async function drop(tx: Tables, needs: Needs, request: ServiceRequest, reason: string): Promise<void> {
  const move = advance(request, { is: 'dropped', reason }, needs.clock.calendar());
  if (!move) return;
  await tx.rows.deleteAll(request.id);
  await saveMove(tx, needs, move, { actorId: request.requesterId, action: 'unreadable', detail: { problem: 'other' } });
}
