// How Teams names people, the bot and conversations to the bot.
import { actorBySlug, cast, type Actor } from '../world/cast.ts';
import { roomById, type Room } from '../world/chat.ts';
import { bot, botName, teams, tenant } from '../world/constants.ts';
import { objectId, teamsUserId } from '../world/ids.ts';

export type Account = { id: string; name: string; aadObjectId?: string };

export const botAccount: Account = { id: `28:${bot}`, name: botName };
export const objectIdOf = (actor: Actor): string => objectId(actor.address);
export const accountOf = (actor: Actor): Account => ({ id: teamsUserId(objectIdOf(actor)), name: actor.name, aadObjectId: objectIdOf(actor) });

const byAccount = new Map(cast.flatMap(actor => [[objectIdOf(actor), actor], [teamsUserId(objectIdOf(actor)), actor], [`8:orgid:${objectIdOf(actor)}`, actor]] as const));
/** By Teams id (29:... or 8:orgid:...) or object id. */
export const actorByAccount = (id: string): Actor | undefined => byAccount.get(id);

/** What must be installed before the bot may speak in a room: the personal chat itself, or the channel's team. */
export const installKey = (room: Room): string => room.team ?? room.id;

export const threadId = (channel: string, root: string): string => `${channel};messageid=${root}`;

/** The room of a conversation id, and the thread's first message where one is named. */
export function placeOf(conversationId: string): { room: Room; root: string | null } | null {
  const [id = '', root] = conversationId.split(';messageid=');
  const room = roomById(id);
  return room ? { room, root: root ?? null } : null;
}

const tenantData = { tenant: { id: tenant } };

export function channelDataOf(room: Room): Record<string, unknown> {
  const team = teams.find(candidate => candidate.id === room.team);
  if (!team) return tenantData;
  return { ...tenantData, teamsTeamId: team.id, teamsChannelId: room.id, team: { id: team.id, name: team.name, aadGroupId: team.aadGroupId }, channel: { id: room.id, name: room.name } };
}

export const peopleIn = (room: Room): Actor[] => room.people.flatMap(slug => actorBySlug(slug) ?? []);
