// Where an activity happened, in our own words.
import { z } from 'zod';
import type { ChannelMessage, Conversation } from '../services.ts';

const PlaceSchema = z.looseObject({
  serviceUrl: z.string(),
  from: z.looseObject({ id: z.string(), aadObjectId: z.guid().optional() }),
  conversation: z.looseObject({ id: z.string(), tenantId: z.string(), conversationType: z.string().optional() }),
  channelData: z.looseObject({
    team: z.looseObject({ id: z.string().optional(), aadGroupId: z.string().optional() }).optional(),
    channel: z.looseObject({ id: z.string() }).optional(),
  }).optional(),
});

/** Null for a group chat: the app is not offered there. A channel's conversation keeps its thread (;messageid=), so that answers stay in it. */
export function conversationOf(activity: unknown): Conversation | null {
  const parsed = PlaceSchema.safeParse(activity);
  if (!parsed.success) return null;
  const { conversation, channelData, from, serviceUrl } = parsed.data;
  const place = { id: conversation.id, serviceUrl, tenantId: conversation.tenantId };
  if (conversation.conversationType === 'personal') {
    return { ...place, kind: 'personal', personId: from.aadObjectId ?? null, teamsUserId: from.id, teamId: null, channelId: null };
  }
  if (conversation.conversationType !== 'channel') return null;
  // team.id is the General channel's thread; Graph knows the team by aadGroupId.
  const teamId = channelData?.team?.aadGroupId ?? null;
  return { ...place, kind: 'channel', personId: null, teamsUserId: null, teamId, channelId: channelData?.channel?.id ?? conversation.id.split(';')[0] ?? null };
}

const MessageSchema = z.looseObject({ id: z.string(), conversation: z.looseObject({ id: z.string(), conversationType: z.literal('channel') }) });

/** Null outside channels, and where Teams does not say which team it is. */
export function channelMessageOf(activity: unknown): ChannelMessage | null {
  const message = MessageSchema.safeParse(activity);
  const place = PlaceSchema.safeParse(activity);
  const team = place.data?.channelData?.team;
  const channelId = conversationOf(activity)?.channelId;
  if (!message.success || !channelId || (team?.id === undefined && team?.aadGroupId === undefined)) return null;
  const { id, conversation } = message.data;
  return { groupId: team.aadGroupId ?? null, teamId: team.id ?? '', channelId, rootId: conversation.id.split(';messageid=')[1] ?? id, id };
}
