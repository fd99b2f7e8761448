// What people answer to the bot's cards: a press, or yes or no to a file. Both go as an invoke and are never sent twice.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { verbsIn } from '../connector/posting.ts';
import type { FileEdge } from '../files/routes.ts';
import type { Actor } from '../world/cast.ts';
import { roomById } from '../world/chat.ts';
import type { Message } from '../world/entries.ts';
import type { World } from '../world/world.ts';
import { consentActivity, pressActivity, type Envelope, type Pressed } from './activities.ts';
import type { Deliver, Delivered } from './deliver.ts';

export type EnvelopeFor = (message: Pick<Message, 'conversation'>, from: Actor, root: string | null) => Envelope | null;

const cardAnswer = z.object({ type: z.literal('application/vnd.microsoft.card.adaptive'), value: z.json() });
const nowhere: Delivered = { status: 404, body: null };

export const envelopeFor = (world: World, serviceUrl: () => string): EnvelopeFor => (message, from, root) => {
  const room = roomById(message.conversation);
  return room ? { world, serviceUrl: serviceUrl(), room, from, root } : null;
};

/** A card in the answer replaces the message's card for the person who pressed. */
export const createPress = (world: World, deliver: Deliver, envelope: EnvelopeFor) => async (actor: Actor, message: Message, pressed: Omit<Pressed, 'messageId'>): Promise<Delivered> => {
  const where = envelope(message, actor, message.replyTo ?? message.id);
  if (!where) return nowhere;
  const before = world.chat.message(message.conversation, message.id);
  const answer = await deliver(pressActivity(where, { ...pressed, messageId: message.id }));
  const card = cardAnswer.safeParse(answer.body);
  const isStill = world.chat.message(message.conversation, message.id) === before;
  // A message the bot has changed meanwhile shows its new card, not the answer to the old one.
  if (card.success && isStill) world.record({ is: 'view', conversation: message.conversation, message: message.id, person: actor.slug, card: card.data.value, verbs: verbsIn(card.data.value) });
  return answer;
};

export const createConsent = (world: World, deliver: Deliver, envelope: EnvelopeFor, files: FileEdge) => async (actor: Actor, message: Message, isAccepted: boolean): Promise<Delivered> => {
  const where = envelope(message, actor, null);
  if (!where || !message.fileConsent) return nowhere;
  const { name, acceptContext, declineContext } = message.fileConsent;
  const consent = isAccepted
    ? { action: 'accept' as const, context: acceptContext, uploadInfo: uploadInfo(files, name, actor.slug) }
    : { action: 'decline' as const, context: declineContext };
  const answer = await deliver(consentActivity(where, { messageId: message.id, ...consent }));
  const now = world.chat.message(message.conversation, message.id);
  const isTaken = answer.status > 0 && answer.status < 300;
  if (isTaken && now?.fileConsent) world.record({ is: 'message', message: { ...now, fileConsent: { ...now.fileConsent, answered: isAccepted ? 'accepted' : 'declined' } } });
  return answer;
};

function uploadInfo(files: FileEdge, name: string, slug: string): Record<string, string> {
  const uniqueId = randomUUID();
  files.expect(uniqueId, name, slug);
  return { contentUrl: files.links.page(name, slug), name, uploadUrl: files.links.upload(uniqueId, name, slug), uniqueId, fileType: name.split('.').at(-1) ?? '' };
}
