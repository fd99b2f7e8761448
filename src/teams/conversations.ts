// Where an activity happened, in our own words.
import { z } from 'zod';
import type { Conversation } from '../services.ts';

const PlaceSchema = z.looseObject({
  serviceUrl: z.string(),
  from: z.looseObject({ id: z.string(), aadObjectId: z.guid().optional() }),
  conversation: z.looseObject({ id: z.string(), tenantId: z.string(), conversationType: z.string().optional() }),
  channelData: z.looseObject({
    team: z.looseObject({ aadGroupId: z.string().optional() }).optional(),
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
