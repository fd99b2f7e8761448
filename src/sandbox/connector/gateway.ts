// What stands before every connector request: faults, the bot's token, the contract, the limits on sending.
import { z } from 'zod';
import type { Answer, Call, Handler } from '../http/router.ts';
import { connectorAudience, type Tokens } from '../login/tokens.ts';
import { bot } from '../world/constants.ts';
import type { World } from '../world/world.ts';
import { badGateway, badSyntax, tooMany, unauthorised, uncontracted } from './answers.ts';
import type { Check } from './contract.ts';
import { createRates } from '../world/rates.ts';
import { perTenant, perThread, perThreadReads } from './rates.ts';
import { isUncontracted } from '../graph/uncontracted.ts';

export type Request = Call & { json: unknown };
type Work = (request: Request) => Answer;

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

export function createGateway(world: World, tokens: Tokens, check: Check) {
  const sends = createRates(perThread, world.clock.machine);
  const reads = createRates(perThreadReads, world.clock.machine);
  const tenantRate = createRates(perTenant, world.clock.machine);

  function refusal(template: string, request: Request): Answer | null {
    if (world.faults.get().connectorDown || world.faults.takes('connector5xx')) return badGateway();
    if (world.faults.takes('connector429')) return tooMany(1000);
    const broken = isUncontracted('connector', request.method, template) ? null : check(request.method, template, request.json, contractedQuery(template, request));
    if (broken) return broken.startsWith('The body') ? badSyntax(broken) : uncontracted(broken);
    const wait = Math.max(tenantRate.take('tenant'), waitFor(request));
    return wait > 0 ? tooMany(wait) : null;
  }

  function waitFor(request: Request): number {
    const thread = request.params.conversation ?? startedWith(request.json);
    return request.method === 'GET' ? reads.take(thread) : request.method === 'DELETE' ? 0 : sends.take(thread);
  }

  /** `template` is the path as the contract writes it. */
  return (template: string, work: Work): Handler => async call => {
    if ((await tokens.caller(call.headers.authorization, connectorAudience))?.app !== bot) return unauthorised();
    const json = parsed(call.body);
    if (json === undefined) return badSyntax('The body is not JSON.');
    const request = { ...call, json };
    await pause(world.faults.get().connectorSlowMs);
    const refused = refusal(template, request);
    if (refused) return refused;
    const answer = work(request);
    return answer.status < 300 && call.method !== 'GET' && world.faults.takes('connectorLostReplies') ? { ...answer, lost: true } : answer;
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
