// Whom a notice is for. Pure.
import { z } from 'zod';

/** `people`: in their own chats; `organisations` narrows them down, and none means all of them. */
export const audience = z.object({
  /** Ids of channels. */
  channels: z.array(z.string().min(1)).default([]),
  people: z.enum(['none', 'las', 'primary-las']).default('none'),
  organisations: z.array(z.string()).default([]),
  /** One data row for each organisation, merged into its people's cards, by ODS code. */
  merge: z.record(z.string(), z.record(z.string(), z.string())).nullable().default(null),
});
export type Audience = z.infer<typeof audience>;

/** One of them. `dueAt`: calendar time, later than now where they rest. */
export type Recipient = { personId: string; dueAt: Date; merge: Record<string, string> | null } | { conversationId: string; dueAt: Date };

/** What a delivery is known by beside its notice and part: nobody is told the same twice. */
export const recipientKey = (recipient: Recipient): string => ('personId' in recipient ? `person:${recipient.personId}` : `channel:${recipient.conversationId}`);
