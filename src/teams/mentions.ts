// Whether a message is meant for us, and what it says without our name in it.
import { z } from 'zod';

const MentionSchema = z.looseObject({ type: z.literal('mention'), text: z.string(), mentioned: z.looseObject({ id: z.string() }) });

const EntitiesSchema = z.array(z.unknown()).catch([]);

export type Said = { isMentioned: boolean; text: string };

/** @param entities the activity's: each mention brings the exact text it stands for, whatever the app is called there. */
export function saidTo(botId: string, text: unknown, entities: unknown): Said {
  const mentions = EntitiesSchema.parse(entities).flatMap((entity) => {
    const parsed = MentionSchema.safeParse(entity);
    return parsed.success && parsed.data.mentioned.id === botId ? [parsed.data.text] : [];
  });
  const whole = typeof text === 'string' ? text : '';
  const bare = mentions.filter((mention) => mention !== '').reduce((rest, mention) => rest.replaceAll(mention, ' '), whole);
  return { isMentioned: mentions.length > 0, text: bare.replaceAll('\u00a0', ' ').replaceAll('&nbsp;', ' ').trim() };
}
