// What the bot posts becomes a message people see.
import { z } from 'zod';
import type { Message } from '../world/entries.ts';
import type { World } from '../world/world.ts';
import { roomById } from '../world/chat.ts';
import { actorByAccount } from '../teams/accounts.ts';
import { alerted, mentionsOf } from './mentions.ts';

const attachment = z.object({ contentType: z.string().default(''), contentUrl: z.string().optional(), name: z.string().optional(), content: z.json().optional() });
export const activity = z.object({ type: z.string().default('message'), text: z.string().default(''), entities: z.array(z.unknown()).default([]), attachments: z.array(attachment).default([]), recipient: z.object({ id: z.string() }).optional() });
export type Activity = z.infer<typeof activity>;
type Attachment = z.infer<typeof attachment>;

const cardType = 'application/vnd.microsoft.card.adaptive';
const consentType = 'application/vnd.microsoft.teams.card.file.consent';
const infoType = 'application/vnd.microsoft.teams.card.file.info';

const consentContent = z.object({ sizeInBytes: z.number().default(0), acceptContext: z.json().default({}), declineContext: z.json().default({}) });
const executes = z.looseObject({ type: z.literal('Action.Execute'), verb: z.string() });

/** Every verb an Action.Execute in the card offers, its refresh included. */
export function verbsIn(card: unknown): string[] {
  if (Array.isArray(card)) return card.flatMap(verbsIn);
  if (typeof card !== 'object' || card === null) return [];
  const own = executes.safeParse(card);
  return [...(own.success ? [own.data.verb] : []), ...Object.values(card).flatMap(verbsIn)];
}

const find = (attachments: readonly Attachment[], contentType: string): Attachment | undefined => attachments.find(one => one.contentType === contentType);

function consentIn(attachments: readonly Attachment[]): Message['fileConsent'] {
  const found = find(attachments, consentType);
  if (!found) return null;
  const { sizeInBytes, acceptContext, declineContext } = consentContent.parse(found.content ?? {});
  return { name: found.name ?? 'file', size: sizeInBytes, acceptContext, declineContext, answered: null };
}

function fileIn(world: World, attachments: readonly Attachment[]): Message['file'] {
  const found = find(attachments, infoType);
  const { uniqueId } = z.object({ uniqueId: z.string().default('') }).parse(found?.content ?? {});
  const file = world.files.get(uniqueId);
  return file ? { id: file.id, name: file.name, size: file.size, isGone: false } : null;
}

/** A message is always in a room; the type does not know it. */
const nowhere = { id: '', kind: 'channel' as const, name: '', team: null, people: [] };

export type Place = { conversation: string; replyTo: string | null; targetedTo: string | null };

/** A new message by the bot; with `before`, its new state. */
export function messageOf(world: World, said: Activity, place: Place, before?: Message): Message {
  const card = find(said.attachments, cardType)?.content ?? null;
  return {
    id: before?.id ?? world.chat.newId(world.clock.calendar()), ...place, from: 'bot', text: said.text, isMention: false, card,
    file: fileIn(world, said.attachments), moreFiles: [], fileConsent: consentIn(said.attachments), mentions: alerted(mentionsOf(said), roomById(place.conversation) ?? nowhere),
    edited: before !== undefined, deleted: false, at: before?.at ?? world.clock.calendar(),
    verbs: [...new Set([...(before?.verbs ?? []), ...verbsIn(card)])],
  };
}

export const slugOf = (account: string | undefined): string | null => (account === undefined ? null : (actorByAccount(account)?.slug ?? null));

/** Teams measures a message as UTF-16. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages */
export const isTooBig = (said: unknown): boolean => Buffer.byteLength(JSON.stringify(said), 'utf16le') > 100 * 1024;
