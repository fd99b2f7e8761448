// Sends activities to the bot, signed as the channel signs them. A message not taken is sent once more with the same id; an invoke never.
import { z } from 'zod';
import type { Tokens } from '../login/tokens.ts';
import type { World } from '../world/world.ts';
import type { Activity } from './activities.ts';

/** Teams gives a bot this long. https://learn.microsoft.com/azure/bot-service/bot-builder-howto-long-operations-guidance */
const answerWithinMs = 15_000;

/** Status 0: nobody listens there; 504: no answer in time. */
export type Delivered = { status: number; body: unknown };
export type Deliver = (activity: Activity) => Promise<Delivered>;

async function once(endpoint: string, token: string, activity: Activity): Promise<Delivered> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST', body: JSON.stringify(activity), redirect: 'error', signal: AbortSignal.timeout(answerWithinMs),
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'Authorization': `Bearer ${token}`, 'x-ms-conversation-id': conversationOf(activity) },
    });
    return { status: response.status, body: parsed(await response.text()) };
  } catch (error) {
    return { status: error instanceof DOMException && error.name === 'TimeoutError' ? 504 : 0, body: null };
  }
}

const conversationOf = (activity: Activity): string => encodeURIComponent(z.object({ id: z.string() }).parse(activity.conversation).id);

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}

const wasNotTaken = ({ status }: Delivered): boolean => status === 0 || status >= 500;

export function createDeliver(world: World, tokens: Tokens, serviceUrl: () => string): Deliver {
  return async activity => {
    const endpoint = world.endpoint();
    if (endpoint === null) return { status: 0, body: null };
    const send = async (): Promise<Delivered> => once(endpoint, await tokens.channel(serviceUrl()), activity);
    const first = await send();
    if (activity.type === 'invoke' || !wasNotTaken(first)) return first;
    await new Promise(resolve => setTimeout(resolve, 300));
    return send();
  };
}
