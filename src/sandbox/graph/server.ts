// Graph's address in the sandbox: http://127.0.0.1:3979/graph/v1.0/...
import type { FileEdge } from '../files/routes.ts';
import type { Answer, Call, Route } from '../http/router.ts';
import { graphAudience, type Caller, type Tokens } from '../login/tokens.ts';
import type { World } from '../world/world.ts';
import type { Ask, Reply } from './ask.ts';
import { runBatch } from './batch.ts';
import { badRequest, notPlayed, unauthenticated, unavailable } from './errors.ts';
import { createInjection } from './inject.ts';
import { latencyOf, pause } from './latency.ts';
import { createSingle } from './single.ts';

const hungUp = (closed: AbortSignal): Promise<unknown> => new Promise(resolve => (closed.aborted ? resolve(null) : closed.addEventListener('abort', resolve)));

export function createGraph(world: World, tokens: Tokens, files: FileEdge, origin: () => string) {
  const single = createSingle(world, files);
  const injected = createInjection(world);

  /** The sandbox's own address stands for graph.microsoft.com, in links too. */
  const bodyOf = (call: Call): unknown => (call.body.length === 0 ? undefined : JSON.parse(call.body.toString('utf8').replaceAll(`${origin()}/graph/v1.0/`, 'https://graph.microsoft.com/v1.0/')));

  function askOf(call: Call, caller: Caller, busyUntil: number): Ask | null {
    const headers = Object.fromEntries(Object.entries(call.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
    try {
      return { method: call.method, path: `/${call.params.path ?? ''}`, query: call.query, headers, body: bodyOf(call), app: caller.app, roles: caller.roles, base: `${origin()}/graph/v1.0`, params: {}, busyUntil };
    } catch {
      return null;
    }
  }

  async function worked(ask: Ask, latency: ReturnType<typeof latencyOf>): Promise<Reply> {
    if (ask.path === '/$batch' && ask.method === 'POST') return runBatch(single, ask, latency);
    single.log.exchange(ask.method);
    const reply = await single.run(ask, false);
    await latency.pass(0);
    return reply;
  }

  async function replyTo(call: Call): Promise<Reply> {
    await pause(world.faults.get().graphSlowMs);
    const latency = latencyOf(world);
    if (world.faults.get().graphDown) return latency.pass(0).then(unavailable);
    const caller = await tokens.caller(call.headers.authorization, graphAudience);
    if (!caller) return unauthenticated();
    const ask = askOf(call, caller, latency.end(0));
    if (!ask) return badRequest('Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.');
    const seen = { isWorked: false };
    const reply = await injected(ask, 'request', () => {
      seen.isWorked = true;
      return worked(ask, latency);
    });
    if (!seen.isWorked) single.note(ask, false, reply);
    if (reply.isHeld === true) await hungUp(call.closed);
    return reply;
  }

  const toAnswer = (reply: Reply): Answer => ({
    status: reply.status, lost: reply.lost === true || reply.isHeld === true,
    ...(reply.body === undefined ? {} : { json: reply.body }),
    ...(reply.text === undefined ? {} : { bytes: reply.text }),
    headers: { ...(reply.text === undefined ? {} : { 'Content-Type': 'text/plain' }), ...reply.headers },
  });

  const routes: Route[] = [
    ['*', '/graph/v1.0/*path', async call => toAnswer(await replyTo(call))],
    ['*', '/graph/beta/*path', () => toAnswer(notPlayed('The beta version has no contract here: use v1.0.'))],
  ];
  return { routes, log: single.log };
}
export type Graph = ReturnType<typeof createGraph>;
