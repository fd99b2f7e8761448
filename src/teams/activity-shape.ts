// What an activity must look like before anything else sees it. Passing here says nothing about who sent it: that is token.ts.
import { z } from 'zod';
import { isServiceUrlAllowed } from './hosts.ts';

const ACTIVITY_TYPES = ['message', 'invoke', 'conversationUpdate', 'installationUpdate', 'messageUpdate'] as const;

/** Deeper than any real card or activity; JSON below this could exhaust the stack of whoever walks it. */
const MAX_DEPTH = 100;

const id = z.string().min(1).max(1_000);
const time = z.string().refine((text) => !Number.isNaN(Date.parse(text))).optional();

const ActivitySchema = z.looseObject({
  type: z.enum(ACTIVITY_TYPES),
  id,
  channelId: z.literal('msteams'),
  serviceUrl: id,
  timestamp: time,
  localTimestamp: time,
  expiration: time,
  // "expectReplies" would have the library answer with everything the bot says; Teams sends no such thing.
  deliveryMode: z.literal('normal').optional(),
  from: z.looseObject({ id, aadObjectId: z.guid().optional() }),
  recipient: z.looseObject({ id }),
  conversation: z.looseObject({ id, tenantId: z.string() }),
  channelData: z.looseObject({ tenant: z.looseObject({ id: z.string() }) }),
});

const TypedSchema = z.looseObject({ type: z.string() });

/** An activity whose fields agree with each other and with us. */
export type CheckedActivity = z.infer<typeof ActivitySchema>;

export type Binding = { appId: string; tenantId: string; serviceUrls: readonly string[] };

/** True for a JSON object that says what type of activity it is. */
export function isActivityLike(body: unknown): boolean {
  return TypedSchema.safeParse(body).success;
}

/** The activity, or null where a field is missing or malformed, or it is meant for another bot or tenant. */
export function checkActivity(body: unknown, binding: Binding): CheckedActivity | null {
  if (!isPlain(body)) return null;
  const parsed = ActivitySchema.safeParse(body);
  return parsed.success && isForUs(parsed.data, binding) ? parsed.data : null;
}

function isForUs(activity: CheckedActivity, binding: Binding): boolean {
  return activity.recipient.id === `28:${binding.appId}`
    && activity.conversation.tenantId === binding.tenantId
    && activity.channelData.tenant.id === binding.tenantId
    && isServiceUrlAllowed(activity.serviceUrl, binding.serviceUrls);
}

/** No depth that breaks recursion, and no key that changes what an object is. */
function isPlain(body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return false;
    const objects = level.filter((value): value is object => typeof value === 'object' && value !== null);
    if (objects.some((value) => Object.hasOwn(value, '__proto__'))) return false;
    level = objects.flatMap((value): unknown[] => Object.values(value));
  }
  return true;
}
