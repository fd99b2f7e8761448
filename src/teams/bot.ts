// Each activity that the gate let in, to the handler it is for; and an answer even when the handler fails.
import { ActivityTypes, type Activity, type TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import { z } from 'zod';
import { loudness } from '../errors.ts';
import type { Answer, Conversation, FileConsent, Messenger, Press, Turn } from '../services.ts';
import { arrivalOf, consentOf, pressOf, turnOf } from './activities.ts';
import { activityOf } from './content.ts';
import { conversationOf } from './conversations.ts';
import { excuseFor, inTime, isAboutDatabase, PATIENCE_MS } from './excuses.ts';

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

export type BotParts = { handlers: Handlers; messenger: Pick<Messenger, 'send'>; log: Logger; patienceMs?: number };

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
    return pressAnswer(await patiently(parts, parts.handlers.press(press)));
  } catch (error) {
    return pressAnswer({ message: excuseFor(error, parts.log) });
  }
}

function pressAnswer(answer: Answer): InvokeAnswer {
  if ('message' in answer) return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: answer.message } };
  const [attachment] = activityOf(answer.card).attachments ?? [];
  if (!attachment) throw new Error('a press is answered with a card or a message');
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: attachment.content as unknown } };
}

const patiently = <T>({ patienceMs, log }: BotParts, work: Promise<T>): Promise<T> => inTime(patienceMs ?? PATIENCE_MS, work, log);

/** Runs a handler and, where it fails or takes too long, says so where the person is. */
async function attempt(from: Failed, parts: BotParts, work: () => Promise<void>): Promise<void> {
  try {
    await patiently(parts, work());
  } catch (error) {
    const text = excuseFor(error, parts.log);
    const sayAtOnce = () => quietly(parts, async () => { await parts.messenger.send(from.conversation, { is: 'text', text }); });
    // What is kept is posted by a job: where the database is what the excuse is about, it would come when nobody waits for it any more.
    if (isAboutDatabase(error)) return sayAtOnce();
    await parts.handlers.failed(from, text).catch(async (unkept: unknown) => {
      parts.log[loudness(unkept)]({ err: unkept }, 'an excuse could not be kept');
      await sayAtOnce();
    });
  }
}

async function quietly(parts: BotParts, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    excuseFor(error, parts.log);
  }
}
