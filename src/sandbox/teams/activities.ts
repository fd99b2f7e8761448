// The activities Teams sends to a bot, in the shape it sends them.
import { randomUUID } from 'node:crypto';
import type { Actor } from '../world/cast.ts';
import type { Room } from '../world/chat.ts';
import { botName, tenant } from '../world/constants.ts';
import type { World } from '../world/world.ts';
import { accountOf, botAccount, channelDataOf, threadId, type Account } from './accounts.ts';

export type Activity = Record<string, unknown> & { type: string; id: string };
export type Attachment = { contentType: string; contentUrl?: string; name?: string; content?: unknown };

/** Where a file stands in a message's HTML. */
export const fileMark = (id: string): string => `<attachment id="${id}"></attachment>`;

export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const html = (text: string, fileIds: readonly string[]): Attachment => ({ contentType: 'text/html', content: `<p>${escaped(text)}</p>${fileIds.map(fileMark).join('')}` });

export type Envelope = { world: World; serviceUrl: string; room: Room; from: Actor; root: string | null };

/** What every activity has. Times are calendar time: the sandbox's Microsoft 365 lives by it. */
function frame({ world, serviceUrl, room, from, root }: Envelope, type: string, id: string): Activity {
  const timestamp = new Date(world.clock.calendar()).toISOString();
  const isChannel = room.kind === 'channel';
  return {
    type, id, timestamp, localTimestamp: timestamp, localTimezone: 'Europe/London', channelId: 'msteams', serviceUrl, locale: 'en-GB',
    from: accountOf(from), recipient: botAccount,
    conversation: { ...(isChannel ? { isGroup: true } : {}), conversationType: room.kind, tenantId: tenant, id: isChannel && root !== null ? threadId(room.id, root) : room.id },
    channelData: channelDataOf(room),
  };
}

const clientInfo = { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London' };

export type Said = { id: string; text: string; isMention: boolean; file: Attachment | null; fileIds: readonly string[] };

/** In a channel the mention stands in the text, and files do not come along: the text as HTML has a mark for each. */
export function messageActivity(envelope: Envelope, said: Said): Activity {
  const mention = `<at>${botName}</at>`;
  const text = said.isMention ? `${mention} ${said.text}`.trim() : said.text;
  const entities = said.isMention ? [{ type: 'mention', mentioned: botAccount, text: mention }, clientInfo] : [clientInfo];
  const attachments = [...(said.file && envelope.room.kind === 'personal' ? [said.file] : []), html(said.text, envelope.room.kind === 'channel' ? said.fileIds : [])];
  const replyToId = envelope.root !== null && envelope.root !== said.id ? { replyToId: envelope.root } : {};
  return { ...frame(envelope, 'message', said.id), text, textFormat: 'plain', entities, attachments, ...replyToId };
}

export const fileAttachment = (file: { id: string; name: string }, page: string, downloadUrl: string): Attachment => ({
  contentType: 'application/vnd.microsoft.teams.file.download.info', contentUrl: page, name: file.name,
  content: { downloadUrl, uniqueId: file.id, fileType: file.name.split('.').at(-1) ?? '', etag: `"{${file.id.toUpperCase()}},1"` },
});

/** The two activities that say the app has arrived somewhere, or was taken away. */
export function installActivities(envelope: Envelope, isAdded = true): Activity[] {
  const data = { ...channelDataOf(envelope.room), settings: { selectedChannel: { id: envelope.room.id } } };
  const joined: Account[] = [botAccount];
  return [
    { ...frame(envelope, 'installationUpdate', `f:${randomUUID()}`), action: isAdded ? 'add' : 'remove', channelData: data },
    { ...frame(envelope, 'conversationUpdate', `f:${randomUUID()}`), [isAdded ? 'membersAdded' : 'membersRemoved']: joined, channelData: { ...channelDataOf(envelope.room), eventType: isAdded ? 'teamMemberAdded' : 'teamMemberRemoved' } },
  ];
}

export type Pressed = { messageId: string; verb: string; data: unknown; trigger: 'manual' | 'automatic' };

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards */
export function pressActivity(envelope: Envelope, pressed: Pressed): Activity {
  const value = { action: { type: 'Action.Execute', verb: pressed.verb, data: pressed.data }, trigger: pressed.trigger };
  return { ...frame(envelope, 'invoke', `f:${randomUUID()}`), name: 'adaptiveCard/action', replyToId: pressed.messageId, entities: [clientInfo], value };
}

export type Consent = { messageId: string; action: 'accept' | 'decline'; context: unknown; uploadInfo?: Record<string, string> };

export function consentActivity(envelope: Envelope, { messageId, ...consent }: Consent): Activity {
  return { ...frame(envelope, 'invoke', `f:${randomUUID()}`), name: 'fileConsent/invoke', replyToId: messageId, entities: [clientInfo], value: { type: 'fileUpload', ...consent } };
}
