// Each activity that the gate let in, to the handler it is for; and an answer even when the handler fails.
import { randomBytes } from 'node:crypto';
import { ActivityTypes, type Activity, type TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { z } from 'zod';
import { UserError, WorldError } from '../errors.ts';
import type { Answer, Conversation, FileConsent, Messenger, Press, Turn } from '../services.ts';
import { arrivalOf, consentOf, pressOf, turnOf } from './activities.ts';
import { activityOf } from './content.ts';
import { conversationOf } from './conversations.ts';

export type Handlers = {
  message(turn: Turn): Promise<void>;
  /** The app was added to a personal chat or a team. */
  arrived(turn: Turn): Promise<void>;
  press(press: Press): Promise<Answer>;
  fileConsent(consent: FileConsent): Promise<void>;
  /** The app was taken away: nothing can be said there any more. */
  removed(conversation: Conversation): Promise<void>;
  /** A turn failed: what the person is told is kept, so that it is said once and gets there. */
  failed(from: Failed, text: string): Promise<void>;
};

export type Failed = { activityId: string; conversation: Conversation };

export type BotParts = { handlers: Handlers; messenger: Pick<Messenger, 'send'>; log: Logger };

type InvokeAnswer = { status: number; body?: unknown };

export function makeBot(parts: BotParts): (context: TurnContext) => Promise<void> {
  return async (context) => {
    const invoked = await take(context.activity, parts);
    // Kept by the adapter as the answer to the request; nothing is posted.
    if (invoked) await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: invoked });
  };
}

async function take(activity: Activity, parts: BotParts): Promise<InvokeAnswer | null> {
  const { handlers } = parts;
  switch (activity.type) {
    case 'message': {
      const turn = turnOf(activity);
      if (turn) await attempt(turn, parts, () => handlers.message(turn));
      return null;
    }
    case 'conversationUpdate':
    case 'installationUpdate':
      await takeChange(activity, parts);
      return null;
    case 'invoke':
      return takeInvoke(activity, parts);
    default:
      // An edited message changes nothing that was already asked for.
      return null;
  }
}

const ChangeSchema = z.looseObject({
  action: z.string().optional(),
  recipient: z.looseObject({ id: z.string() }),
  membersAdded: z.array(z.looseObject({ id: z.string() })).catch([]),
  membersRemoved: z.array(z.looseObject({ id: z.string() })).catch([]),
});

async function takeChange(activity: Activity, parts: BotParts): Promise<void> {
  const change = ChangeSchema.parse(activity);
  const isUs = (member: { id: string }) => member.id === change.recipient.id;
  if (change.action === 'remove' || change.membersRemoved.some(isUs)) {
    const conversation = conversationOf(activity);
    if (conversation) await quietly(parts, () => parts.handlers.removed(conversation));
  } else if (change.action === 'add' || change.membersAdded.some(isUs)) {
    const turn = arrivalOf(activity);
    if (turn) await attempt(turn, parts, () => parts.handlers.arrived(turn));
  }
}

async function takeInvoke(activity: Activity, parts: BotParts): Promise<InvokeAnswer> {
  if (activity.name === 'adaptiveCard/action') {
    const press = pressOf(activity);
    return press ? takePress(press, parts) : { status: 400 };
  }
  if (activity.name === 'fileConsent/invoke') {
    const consent = consentOf(activity);
    if (!consent) return { status: 400 };
    await attempt(consent, parts, () => parts.handlers.fileConsent(consent));
    return { status: 200 };
  }
  return { status: 400 };
}

async function takePress(press: Press, parts: BotParts): Promise<InvokeAnswer> {
  try {
    return pressAnswer(await parts.handlers.press(press));
  } catch (error) {
    return pressAnswer({ message: wordsFor(error, parts.log) });
  }
}

function pressAnswer(answer: Answer): InvokeAnswer {
  if ('message' in answer) return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: answer.message } };
  const [attachment] = activityOf(answer.card).attachments ?? [];
  if (!attachment) throw new Error('a press is answered with a card or a message');
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: attachment.content as unknown } };
}

/** Runs a handler and, where it fails, says so where the person is. */
async function attempt(from: Failed, parts: BotParts, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const text = wordsFor(error, parts.log);
    await parts.handlers.failed(from, text).catch(async (unsaved: unknown) => {
      // Nothing can be kept, so it is said at once or not at all.
      wordsFor(unsaved, parts.log);
      await quietly(parts, async () => { await parts.messenger.send(from.conversation, { is: 'text', text }); });
    });
  }
}

async function quietly(parts: BotParts, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    wordsFor(error, parts.log);
  }
}

/** What the person is told: their own fault as it is, the world's as passing, anything else by a reference that leads to the log. */
function wordsFor(error: unknown, log: Logger): string {
  if (error instanceof UserError) return error.message;
  if (error instanceof WorldError && error.failure !== 'refused') {
    log.warn({ err: error }, 'a turn found Microsoft 365 busy or away');
    return 'Microsoft 365 is busy or away. Try again in a minute.';
  }
  const reference = randomBytes(4).toString('hex').toUpperCase();
  log.error({ err: error, reference }, 'a turn failed');
  return `Something went wrong on our side. Quote reference ${reference} when you ask for help. What you sent may not have been dealt with: check with **my requests** before you send it again.`;
}
