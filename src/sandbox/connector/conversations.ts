// Starting conversations: the personal chat with somebody, or a new thread in a channel.
import { z } from 'zod';
import type { Answer } from '../http/router.ts';
import { installKey, placeOf, threadId } from '../teams/accounts.ts';
import { personalRoomOf } from '../world/chat.ts';
import { tenant } from '../world/constants.ts';
import type { World } from '../world/world.ts';
import { badSyntax, noConversation, notInstalled, tooBig } from './answers.ts';
import type { Request } from './gateway.ts';
import { activity, isTooBig, slugOf } from './posting.ts';
import { post } from './rooms.ts';

const parameters = z.object({
  members: z.array(z.object({ id: z.string() })).default([]),
  isGroup: z.boolean().default(false),
  activity: activity.optional(),
  channelData: z.object({ channel: z.object({ id: z.string() }).optional(), tenant: z.object({ id: z.string() }).optional() }).default({}),
  tenantId: z.string().optional(),
});
type Parameters = z.infer<typeof parameters>;

export const create = (world: World, serviceUrl: () => string) => (request: Request): Answer => {
  if (isTooBig(request.json)) return tooBig();
  const wanted = parameters.parse(request.json);
  const { channel } = wanted.channelData;
  // A channel's id names its tenant; a person's does not.
  const inTenant = wanted.channelData.tenant?.id ?? wanted.tenantId ?? (channel ? tenant : undefined);
  if (inTenant !== tenant) return badSyntax('The tenant is missing or not this one.');
  return channel ? thread(world, channel.id, wanted, serviceUrl()) : personal(world, wanted, serviceUrl());
};

function thread(world: World, channel: string, wanted: Parameters, serviceUrl: string): Answer {
  const here = placeOf(channel);
  if (here?.room.kind !== 'channel') return noConversation();
  if (!world.installed.has(installKey(here.room))) return notInstalled();
  if (!wanted.isGroup || !wanted.activity) return badSyntax('Incorrect conversation creation parameters: a channel thread needs isGroup and its first activity.');
  const id = post(world, { room: here.room, root: null }, wanted.activity, null);
  return { status: 201, json: { id: threadId(here.room.id, id), activityId: id, serviceUrl } };
}

function personal(world: World, wanted: Parameters, serviceUrl: string): Answer {
  const [member] = wanted.members;
  if (!member || wanted.members.length > 1 || wanted.isGroup) return badSyntax('Incorrect conversation creation parameters: exactly one member.');
  const room = personalRoomOf(slugOf(member.id) ?? '');
  if (!room || !world.installed.has(room.id)) return notInstalled();
  const said = wanted.activity ? { activityId: post(world, { room, root: null }, wanted.activity, null) } : {};
  return { status: 201, json: { id: room.id, serviceUrl, ...said } };
}
