// What a tester has switched to go wrong. Numbers count down with use; the rest stays until switched back. A restart clears them.
import { z } from 'zod';

const count = z.number().int().min(0).default(0);
const ms = z.number().int().min(0).max(600_000);

const schema = z.strictObject({
  /** The next n Graph requests (each item of a batch is one) get 429. */
  graph429: count,
  /** What those 429 say in Retry-After, in seconds. */
  graphRetryAfter: z.number().int().min(0).default(1),
  graphDown: z.boolean().default(false),
  graphSlowMs: ms.default(0),
  /** What Graph itself takes for a request, and for each item of a batch on top. */
  graphRequestMs: ms.default(0),
  graphBatchItemMs: ms.default(0),
  /** Resource units an application may use in 10 s. */
  graphUnits: z.number().int().min(0).default(8_000),
  /** The next n writes to Graph get 403, as without the permission. */
  graph403: count,
  /** The next n PATCHes of a group get 403, as where only members/$ref is granted. */
  graphPatch403: count,
  /** The next n writes to a group get 409, as if somebody else were writing. */
  graph409: count,
  /** Each nth write to a group gets 409; each nth Graph request (items of batches are one each) gets 503. 0: none. */
  graph409Every: count,
  graph503Every: count,
  /** Graph posts the change of the next n writes and then cuts the connection. */
  graphLostReplies: count,
  /** Calendar milliseconds before a write shows in reads. */
  staleReadsMs: ms.default(1000),
  /** Calendar milliseconds before an audit entry shows. */
  auditDelayMs: ms.default(5000),
  /** Calendar milliseconds before a channel's message can be read through Graph. */
  channelMessageDelayMs: ms.default(500),
  connector429: count,
  /** What those 429 say in Retry-After, in seconds; 0: nothing. */
  connectorRetryAfter: z.number().int().min(0).default(1),
  connector412: count,
  /** The next n messages for one person in a channel are refused, as where that person has left the team. */
  connector400: count,
  /** The next n connector requests are refused: the app was removed, blocked or switched off, by the code below. */
  connector403: count,
  connector403Code: z.enum(['BotNotInConversationRoster', 'ConversationBlockedByUser', 'BotDisabledByAdmin', 'ForbiddenOperationException']).default('BotNotInConversationRoster'),
  /** The conversation of the next n connector requests is gone. */
  connector404: count,
  connector5xx: count,
  connector5xxStatus: z.enum(['500', '502', '503', '504']).default('502'),
  connectorLostReplies: count,
  /** Only requests about this conversation and its threads meet the counted faults; empty: all. */
  connectorIn: z.string().default(''),
  connectorDown: z.boolean().default(false),
  connectorSlowMs: ms.default(0),
  downloadExpired: z.boolean().default(false),
  downloadSlowMs: ms.default(0),
  /** Downloads stop half way for so long. */
  downloadStallMs: ms.default(0),
  loginDown: z.boolean().default(false),
  serviceNowDown: z.boolean().default(false),
  serviceNowSlowMs: ms.default(0),
  /** The next n requests to ServiceNow get 429. */
  serviceNow429: count,
  serviceNowRetryAfter: z.number().int().min(0).default(1),
  serviceNow5xx: count,
  /** The next n requests find their token revoked. */
  serviceNow401: count,
  /** The next n writes are refused by its access rules. */
  serviceNow403: count,
  /** LA Desk's user may read incidents and attachments there, and no other table. */
  serviceNowIncidentsOnly: z.boolean().default(false),
  /** ServiceNow does the next n writes and then cuts the connection. */
  serviceNowLostReplies: count,
  /** Days of the calendar after which ServiceNow closes what is resolved, by itself; 0: never. */
  serviceNowAutoCloseDays: z.number().int().min(0).max(30).default(0),
  /** The conditional access policy is switched off, or report-only. */
  policyState: z.enum(['enabled', 'disabled', 'enabledForReportingButNotEnforced']).default('enabled'),
});

export type FaultState = z.infer<typeof schema>;
type Counted = { [N in keyof FaultState]: FaultState[N] extends number ? N : never }[keyof FaultState];
export type Faults = ReturnType<typeof createFaults>;

/** The schema's defaults must not undo switches the request does not name. */
const patch = z.strictObject(Object.fromEntries(Object.entries(schema.shape).map(([name, type]) => [name, type.unwrap().optional()])));

export function createFaults() {
  let state = schema.parse({});
  const seen = { graph409Every: 0, graph503Every: 0 };
  return {
    get: (): FaultState => state,
    /** @throws ZodError for an unknown switch. */
    set(change: unknown): void {
      state = schema.parse({ ...state, ...patch.parse(change) });
    },
    /** Whether this request is one of the next n; it then counts as used. */
    takes(name: Counted): boolean {
      if (state[name] <= 0) return false;
      state = { ...state, [name]: state[name] - 1 };
      return true;
    },
    /** Whether this one is the nth since the last that was. */
    fallsOn(name: keyof typeof seen): boolean {
      if (state[name] === 0 || (seen[name] += 1) < state[name]) return false;
      seen[name] = 0;
      return true;
    },
  };
}
