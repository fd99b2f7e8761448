// From what Teams sends to what handlers are given. Pure: no decision about who may do what is taken here.
import { z } from 'zod';
import type { FileConsent, Press, Turn } from '../services.ts';
import { channelMessageOf, conversationOf } from './conversations.ts';
import { filesIn } from './file-attachments.ts';
import { saidTo } from './mentions.ts';

const PersonSchema = z.looseObject({ id: z.string(), from: z.looseObject({ id: z.string(), aadObjectId: z.guid(), name: z.string().default('') }), recipient: z.looseObject({ id: z.string() }) });
const MessageSchema = z.looseObject({ text: z.unknown().optional(), entities: z.unknown().optional(), attachments: z.unknown().optional() });
const PressSchema = z.looseObject({ action: z.looseObject({ verb: z.string().min(1), data: z.unknown().optional() }) });
const ValueSchema = z.looseObject({ value: z.unknown().optional() });
const InputsSchema = z.record(z.string(), z.unknown()).catch({});
const ConsentSchema = z.looseObject({
  action: z.enum(['accept', 'decline']),
  context: z.record(z.string(), z.unknown()).catch({}),
  uploadInfo: z.looseObject({ uploadUrl: z.string(), contentUrl: z.string(), name: z.string(), uniqueId: z.string(), fileType: z.string() }).optional().catch(undefined),
});

/** Null for a message that is not meant for us (a channel's, without a mention), or from nobody in Entra. */
export function turnOf(activity: unknown): Turn | null {
  const common = commonOf(activity);
  const message = MessageSchema.safeParse(activity);
  if (!common || !message.success) return null;
  const { botId, teamsUserId, ...who } = common;
  const said = saidTo(botId, message.data.text, message.data.entities);
  if (who.conversation.kind === 'channel' && !said.isMentioned) return null;
  return { ...who, teamsUserId, text: said.text, ...filesIn(message.data.attachments), channelMessage: channelMessageOf(activity) };
}

/** The app's arrival. Teams tells it twice in two activities, so both get one id and the second is known for the same. */
export function arrivalOf(activity: unknown): Turn | null {
  const common = commonOf(activity);
  if (!common) return null;
  const { botId: _, ...who } = common;
  return { ...who, activityId: 'arrival', text: '', file: null, otherFiles: 0, channelMessage: null };
}

export function pressOf(activity: unknown): Press | null {
  const common = commonOf(activity);
  const value = PressSchema.safeParse(valueOf(activity));
  if (!common || !value.success) return null;
  const { botId: _, ...who } = common;
  const { verb, data } = value.data.action;
  return { ...who, verb, inputs: InputsSchema.parse(data) };
}

export function consentOf(activity: unknown): FileConsent | null {
  const common = commonOf(activity);
  const value = ConsentSchema.safeParse(valueOf(activity));
  if (!common || !value.success) return null;
  const { activityId, conversation, personId } = common;
  const { action, context, uploadInfo } = value.data;
  return { activityId, conversation, personId, isAccepted: action === 'accept', context, upload: action === 'accept' ? uploadInfo ?? null : null };
}

type Common = { activityId: string; conversation: Turn['conversation']; personId: string; personName: string; teamsUserId: string; botId: string };

function commonOf(activity: unknown): Common | null {
  const parsed = PersonSchema.safeParse(activity);
  const conversation = conversationOf(activity);
  if (!parsed.success || !conversation) return null;
  const { id, from, recipient } = parsed.data;
  return { activityId: id, conversation, personId: from.aadObjectId, personName: from.name, teamsUserId: from.id, botId: recipient.id };
}

function valueOf(activity: unknown): unknown {
  return ValueSchema.safeParse(activity).data?.value;
}
