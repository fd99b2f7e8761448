// A channel's messages and files as Graph shows them. https://learn.microsoft.com/graph/api/chatmessage-get, .../channel-get-filesfolder, .../shares-get
import type { FileEdge } from '../files/routes.ts';
import { accountOf, installKey } from '../teams/accounts.ts';
import { escaped, fileMark } from '../teams/activities.ts';
import { actorBySlug } from '../world/cast.ts';
import { roomById, type Room } from '../world/chat.ts';
import { botName, teams, tenant } from '../world/constants.ts';
import type { Attached, Message } from '../world/entries.ts';
import type { World } from '../world/world.ts';
import type { Ask, Operation, Reply } from './ask.ts';
import { refuse } from './errors.ts';

const missing = (): Reply => refuse(404, 'NotFound', 'NotFound');
/** Consent of a team reaches as far as the app is installed. */
const notInstalled = (): Reply => refuse(403, 'Forbidden', 'Missing role permissions on the request, or the app is not installed in this team.');

/** Runs `work` on a channel of the team where the app is installed. */
const inChannel = (world: World, work: (room: Room, ask: Ask) => Reply): Operation => (ask) => {
  const team = teams.find(({ aadGroupId }) => aadGroupId === ask.params.id);
  const room = roomById(ask.params.id_1 ?? '');
  if (team === undefined || room?.team !== team.id) return missing();
  return world.installed.has(installKey(room)) ? work(room, ask) : notInstalled();
};

/** A message shows some time after it was said; one for a single person never does. */
function readable(world: World, room: Room, id: string | undefined, root: string | null): Message | null {
  const message = world.chat.message(room.id, id ?? '');
  if (!message || message.targetedTo !== null || message.replyTo !== root) return null;
  return world.clock.calendar() - message.at < world.faults.get().channelMessageDelayMs ? null : message;
}

export const getMessage = (world: World, files: FileEdge): Operation => inChannel(world, (room, ask) => {
  const message = readable(world, room, ask.params.id_2, null);
  return message ? { status: 200, body: chatMessage(room, message, files) } : missing();
});

export const getReply = (world: World, files: FileEdge): Operation => inChannel(world, (room, ask) => {
  const message = readable(world, room, ask.params.id_3, ask.params.id_2 ?? '');
  return message ? { status: 200, body: chatMessage(room, message, files) } : missing();
});

export const getFilesFolder = (world: World, files: FileEdge): Operation => inChannel(world, room => ({
  status: 200,
  body: { id: `01${room.id.replace(/\W/g, '').toUpperCase()}`, name: room.name, webUrl: files.links.folder(room.id), folder: { childCount: [...world.files.values()].filter(file => file.channel === room.id).length } },
}));

/** Answers with a link that is its own key, and no bytes. */
export const getSharedContent = (world: World, files: FileEdge): Operation => (ask) => {
  const { id = '' } = ask.params;
  if (!id.startsWith('u!')) return refuse(400, 'invalidRequest', 'The sharing token is not one.');
  const address = Buffer.from(id.slice(2), 'base64url').toString('utf8');
  const file = [...world.files.values()].find(one => one.channel !== null && files.links.inChannel(one.channel, one.name) === address);
  return file ? { status: 302, headers: { Location: files.links.shared(file) } } : refuse(404, 'itemNotFound', 'The resource could not be found.');
};

function chatMessage(room: Room, message: Message, files: FileEdge): Record<string, unknown> {
  const at = new Date(message.at).toISOString();
  const attached = message.deleted ? [] : [message.file, ...message.moreFiles].flatMap(file => file ?? []);
  const mention = message.isMention ? `<at id="0">${botName}</at> ` : '';
  return {
    id: message.id, replyToId: message.replyTo, etag: message.id, messageType: 'message', createdDateTime: at, lastModifiedDateTime: at, lastEditedDateTime: null,
    deletedDateTime: message.deleted ? at : null, subject: null, summary: null, chatId: null, importance: 'normal', locale: 'en-gb', webUrl: null, policyViolation: null, eventDetail: null,
    from: senderOf(message.from),
    body: { contentType: 'html', content: `<p>${mention}${escaped(message.text)}</p>${attached.map(file => fileMark(file.id)).join('')}` },
    channelIdentity: { teamId: teams.find(({ id }) => id === room.team)?.aadGroupId, channelId: room.id },
    attachments: attached.map(file => reference(room, file, files)), mentions: [], reactions: [],
  };
}

function senderOf(slug: string): Record<string, unknown> {
  const actor = actorBySlug(slug);
  if (!actor) return { application: { id: 'bot', displayName: botName, applicationIdentityType: 'bot' }, device: null, user: null };
  const { aadObjectId, name } = accountOf(actor);
  return { application: null, device: null, user: { id: aadObjectId, displayName: name, userIdentityType: 'aadUser', tenantId: tenant } };
}

const reference = (room: Room, file: Attached, files: FileEdge): Record<string, unknown> => ({
  id: file.id, contentType: 'reference', contentUrl: files.links.inChannel(room.id, file.name), content: null, name: file.name, thumbnailUrl: null, teamsAppId: null,
});
