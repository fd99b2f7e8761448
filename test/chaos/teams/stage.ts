// A world whose Teams goes wrong: what the connector was asked and answered, and a bot that has come to rest.
import { z } from 'zod';
import type { World } from '../../support/world.ts';

const call = z.object({ at: z.number(), method: z.string(), conversation: z.string().nullable(), activity: z.string().nullable(), status: z.number(), isLost: z.boolean(), retryAfter: z.string().nullable() });
export type Call = z.infer<typeof call>;

/** By names of ours, as the sandbox is told to go wrong once. */
export const faults = {
  '429 with Retry-After': { connector429: 1, connectorRetryAfter: 2 },
  '429 without': { connector429: 1, connectorRetryAfter: 0 },
  '412': { connector412: 1 },
  '500': { connector5xx: 1, connector5xxStatus: '500' },
  '502': { connector5xx: 1, connector5xxStatus: '502' },
  '503': { connector5xx: 1, connector5xxStatus: '503' },
  '504': { connector5xx: 1, connector5xxStatus: '504' },
  'answer lost': { connectorLostReplies: 1 },
  'conversation gone': { connector404: 1 },
  'removed': { connector403: 1, connector403Code: 'BotNotInConversationRoster' },
  'blocked': { connector403: 1, connector403Code: 'ConversationBlockedByUser' },
  'switched off': { connector403: 1, connector403Code: 'BotDisabledByAdmin' },
  'forbidden': { connector403: 1, connector403Code: 'ForbiddenOperationException' },
  'left the team': { connector400: 1 },
} as const satisfies Record<string, Record<string, number | string>>;
export type Fault = keyof typeof faults;
export const faultNames = Object.keys(faults) as Fault[];

export const calm = { connector429: 0, connector412: 0, connector5xx: 0, connectorLostReplies: 0, connector404: 0, connector403: 0, connector400: 0, connectorIn: '' };

/** Everything due has run, waits included. */
export const atRest = (world: World): Promise<unknown> => world.wind({ by: 2_500 });

export const calls = async (world: World): Promise<Call[]> => z.object({ requests: z.array(call) }).parse(await world.api('GET', '/api/connector-log')).requests;

/** A channel with its threads is one place. */
const placeOf = ({ conversation }: Call): string => conversation?.split(';')[0] ?? '';

/** A call already on its way when Teams asked to be left alone may still come; what comes later than this was sent against its word. */
const onItsWayMs = 600;

/** Calls in a conversation that had asked to be left alone. */
export function againstRetryAfter(all: readonly Call[]): string[] {
  return all.flatMap(asked => {
    const waitMs = Number(asked.retryAfter ?? 0) * 1_000;
    const early = all.filter(one => placeOf(one) === placeOf(asked) && one.at > asked.at + onItsWayMs && one.at < asked.at + waitMs - 50);
    return early.map(one => `${one.method} ${one.at - asked.at} ms after a 429 that asked for ${waitMs} ms`);
  });
}

export const callsIn = (all: readonly Call[], conversation: string): Call[] => all.filter(one => placeOf(one) === conversation);
