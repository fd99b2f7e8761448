// What stands before every connector request: faults, the bot's token, the contract, the limits on sending.
import { z } from 'zod';
import type { Answer, Call, Handler } from '../http/router.ts';
import { connectorAudience, type Tokens } from '../login/tokens.ts';
import { bot } from '../world/constants.ts';
import type { World } from '../world/world.ts';
import { badSyntax, forbidden, noConversation, noRecipient, precondition, serviceError, tooMany, unauthorised, uncontracted } from './answers.ts';
import type { Check } from './contract.ts';
import type { ConnectorLog } from './log.ts';
import { createRates } from '../world/rates.ts';
import { mentionsTag, perThreadWithTags } from './mentions.ts';
import { activity } from './posting.ts';
import { perTenant, perThread, perThreadReads } from './rates.ts';
import { isUncontracted } from '../graph/uncontracted.ts';

export type Request = Call & { json: unknown };
type Work = (request: Request) => Answer;

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

const isMeant = (only: string, { params, json }: Request): boolean => only === '' || (params.conversation ?? startedWith(json)).split(';')[0] === only;

/** What was switched to go wrong, whatever the request is. */
function faulty({ faults }: World, request: Request): Answer | null {
  const { connectorDown, connector5xxStatus, connectorRetryAfter, connector403Code } = faults.get();
  if (connectorDown) return serviceError();
  if (!isMeant(faults.get().connectorIn, request)) return null;
  if (faults.takes('connector5xx')) return serviceError(Number(connector5xxStatus));
  if (faults.takes('connector429')) return connectorRetryAfter === 0 ? tooMany() : tooMany(connectorRetryAfter);
  if (faults.takes('connector412')) return precondition();
  if (request.query.get('isTargetedActivity') === 'true' && faults.takes('connector400')) return noRecipient();
  if (faults.takes('connector403')) return forbidden(connector403Code);
  return faults.takes('connector404') ? noConversation() : null;
}

export function createGateway(world: World, tokens: Tokens, check: Check, log: ConnectorLog) {
  const sends = createRates(perThread, world.clock.machine);
  const reads = createRates(perThreadReads, world.clock.machine);
  const tagged = createRates(perThreadWithTags, world.clock.machine);
  const tenantRate = createRates(perTenant, world.clock.machine);

  function refusal(template: string, request: Request): Answer | null {
    const fault = faulty(world, request);
    if (fault) return fault;
    const broken = isUncontracted('connector', request.method, template) ? null : check(request.method, template, request.json, contractedQuery(template, request));
    if (broken) return broken.startsWith('The body') ? badSyntax(broken) : uncontracted(broken);
    const wait = Math.max(tenantRate.take('tenant'), waitFor(request), waitForTags(request));
    // Teams rounds the wait up to whole seconds.
    return wait > 0 ? tooMany(Math.max(1, Math.ceil(wait / 1000))) : null;
  }

  function waitFor(request: Request): number {
    const thread = request.params.conversation ?? startedWith(request.json);
    return request.method === 'GET' ? reads.take(thread) : request.method === 'DELETE' ? 0 : sends.take(thread);
  }

  /** A channel with all its threads counts as one. */
  function waitForTags({ method, params, json }: Request): number {
    const said = method === 'POST' ? activity.safeParse(json).data : undefined;
    return said !== undefined && mentionsTag(said) ? tagged.take((params.conversation ?? '').split(';')[0] ?? '') : 0;
  }

  async function answerTo(template: string, work: Work, call: Call): Promise<Answer> {
    if ((await tokens.caller(call.headers.authorization, connectorAudience))?.app !== bot) return unauthorised();
    const json = parsed(call.body);
    if (json === undefined) return badSyntax('The body is not JSON.');
    const request = { ...call, json };
    await pause(world.faults.get().connectorSlowMs);
    const refused = refusal(template, request);
    if (refused) return refused;
    const answer = work(request);
    return answer.status < 300 && call.method !== 'GET' && isMeant(world.faults.get().connectorIn, request) && world.faults.takes('connectorLostReplies') ? { ...answer, lost: true } : answer;
  }

  /** `template` is the path as the contract writes it. */
  return (template: string, work: Work): Handler => async call => {
    const at = world.clock.machine();
    const answer = await answerTo(template, work, call);
    log.add({ at, method: call.method, conversation: call.params.conversation ?? null, activity: call.params.activity ?? null, status: answer.status, isLost: answer.lost ?? false, retryAfter: answer.headers?.['Retry-After'] ?? null });
    return answer;
  };
}

const contractedQuery = (template: string, { method, query }: Request): URLSearchParams =>
  new URLSearchParams([...query].filter(([name]) => !isUncontracted('connector', method, `${template}?${name}`)));

const starting = z.object({ members: z.array(z.object({ id: z.string() })).default([]), channelData: z.object({ channel: z.object({ id: z.string() }).optional() }).default({}) });

/** Whom or which channel a new conversation is with: the limits are theirs. */
function startedWith(json: unknown): string {
  const { data } = starting.safeParse(json);
  return data?.channelData.channel?.id ?? data?.members[0]?.id ?? 'nobody';
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return null;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
