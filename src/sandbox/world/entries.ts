// The journal's lines: everything that has happened in this sandbox. Replayed at start, so that a restart forgets nothing.
import { z } from 'zod';

const json = z.json();
const consent = z.object({ name: z.string(), size: z.number(), acceptContext: json, declineContext: json, answered: z.enum(['accepted', 'declined']).nullable() });

/** `isGone`: somebody deleted the file; the message still shows that there was one. */
const attached = z.object({ id: z.string(), name: z.string(), size: z.number(), isGone: z.boolean().default(false) });
export type Attached = z.infer<typeof attached>;

const message = z.object({
  id: z.string(),
  /** A personal chat, or the channel (not the thread). */
  conversation: z.string(),
  /** A person's slug, or 'bot'. */
  from: z.string(),
  text: z.string(),
  /** With the bot's mention in front of the text. */
  isMention: z.boolean().default(false),
  /** The thread's first message, in a channel. */
  replyTo: z.string().nullable(),
  card: json.nullable(),
  file: attached.nullable(),
  /** The others, where several were attached. */
  moreFiles: z.array(attached).default([]),
  fileConsent: consent.nullable(),
  /** What of the text alerts whom, by slug. */
  mentions: z.array(z.object({ text: z.string(), people: z.array(z.string()) })).default([]),
  /** The one person who sees it, where it is targeted. */
  targetedTo: z.string().nullable(),
  edited: z.boolean(),
  deleted: z.boolean(),
  /** Calendar time. */
  at: z.number(),
  /** Every verb a card of this message has offered, old versions included: a press may be late. */
  verbs: z.array(z.string()),
});
export type Message = z.infer<typeof message>;

const file = z.object({ id: z.string(), name: z.string(), size: z.number(), owner: z.string(), kind: z.enum(['sent', 'delivered']), at: z.number(), /** In whose folder it lies: a channel's; null for a person's own. */ channel: z.string().nullable().default(null) });
export type StoredFile = z.infer<typeof file>;

export const personChange = z.strictObject({ role: z.boolean().optional(), gone: z.boolean().optional(), organisation: z.string().optional(), enabled: z.boolean().optional() });
export type PersonChange = z.infer<typeof personChange>;

export const entry = z.discriminatedUnion('is', [
  z.object({ is: z.literal('clock'), offsetMs: z.number() }),
  z.object({ is: z.literal('registered'), endpoint: z.string() }),
  z.object({ is: z.literal('installed'), where: z.string() }),
  z.object({ is: z.literal('uninstalled'), where: z.string() }),
  z.object({ is: z.literal('people-made'), count: z.number(), organisation: z.string(), prefix: z.string() }),
  z.object({ is: z.literal('person-changed'), id: z.string(), change: personChange }),
  z.object({ is: z.literal('members'), group: z.string(), added: z.array(z.string()), removed: z.array(z.string()), by: z.string(), at: z.number() }),
  z.object({ is: z.literal('bare-members'), group: z.string(), count: z.number() }),
  z.object({ is: z.literal('revoked'), person: z.string(), by: z.string(), at: z.number() }),
  z.object({ is: z.literal('message'), message }),
  z.object({ is: z.literal('view'), conversation: z.string(), message: z.string(), person: z.string(), card: json, verbs: z.array(z.string()).default([]) }),
  z.object({ is: z.literal('file'), file }),
  z.object({ is: z.literal('file-deleted'), id: z.string() }),
  z.object({ is: z.literal('ticket'), table: z.enum(['incident', 'sys_journal_field', 'sys_attachment']), row: z.record(z.string(), z.string()) }),
]);
export type Entry = z.infer<typeof entry>;
