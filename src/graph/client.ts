// What the rest of this folder asks Graph through: one identity's client, with bounded repeats and waits that tests can drive.
import type { Logger } from 'pino';
import { z } from 'zod';
import { WorldError } from '../errors.ts';
import { isSuccess, problemOf, read, toWorldError, type Answer } from './answer.ts';
import { makeBrake } from './brake.ts';
import { exchange, permissionsIn, type Credential, type Exchange, type ExchangeOptions } from './exchange.ts';
import { backoffMs, isPassing, longestWaitMs, mostTries } from './retry.ts';

export type Identity = 'read' | 'members' | 'methods' | 'roles' | 'files';
export type Sleep = (ms: number) => Promise<void>;
export type Wire = ExchangeOptions & { sleep: Sleep; random: () => number; log: Logger };

export type GraphClient = {
  get(path: string, headers?: Record<string, string>): Promise<unknown>;
  /** Tried again like a read: only for calls that do no harm done twice. Writes go through `once`. */
  post(path: string, body: object): Promise<unknown>;
  /** Tried again while that may help; the caller judges the answer. */
  settled(request: Exchange): Promise<Answer>;
  /**
   * One try; the caller judges the answer, and whether the request may be repeated. Waits only while Graph wants to be left alone by
   * this identity; where that is too long to wait here, nothing is sent and the answer is what Graph would say: 429.
   */
  once(request: Exchange): Promise<Answer>;
  /** Takes note of what the items of a batch ask for: the whole identity slows down. */
  heed(answers: readonly Answer[]): void;
  /** The application permissions in its token; null where a token says nothing we can read. */
  granted(): Promise<string[] | null>;
  /** Every page of a collection, one after the other. `pauseMs`: how long to wait after so many pages. */
  pages<T>(path: string, item: z.ZodType<T>, pauseMs?: (pages: number) => number): AsyncIterable<T[]>;
  /** Waits as `answer` asks before try `attempt` + 1. Throws WorldError where that is too long to wait here, or tries are spent. `isAmongOthers`: others were answered. */
  waitOut(answer: Answer, attempt: number, isAmongOthers?: boolean): Promise<void>;
  /** Waits, without judging. */
  sleep: Sleep;
  machine: () => number;
  random: () => number;
  log: Logger;
};

/** Refuses each call, in words the operator can act on, where the identity has no credential. */
export function graphClient(wire: Wire, identity: Identity, credential: Credential | null): GraphClient {
  const brake = makeBrake(wire.machine);
  const once = async (request: Exchange) => {
    if (credential === null) throw absent(identity);
    for (let leftMs = brake.leftMs(request.path); leftMs > 0; leftMs = brake.leftMs(request.path)) {
      if (leftMs > longestWaitMs) return { status: 429, body: null, retryAfterMs: leftMs };
      await wire.sleep(leftMs);
    }
    const answer = await exchange(wire, credential, request);
    brake.heed(request.path, [answer]);
    return answer;
  };
  const waitOut = (answer: Answer, attempt: number, isAmongOthers = false) => waitAfter(wire, identity, answer, attempt, isAmongOthers);
  const settled = async (request: Exchange) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await once(request);
      if (!isPassing(answer.status)) return answer;
      await waitOut(answer, attempt);
    }
  };
  const call = async (request: Exchange) => {
    const answer = await settled(request);
    if (!isSuccess(answer)) throw toWorldError(answer);
    return answer.body;
  };
  const get = (path: string, headers: Record<string, string> = {}) => call({ method: 'GET', path, headers });
  return {
    get,
    post: (path, body) => call({ method: 'POST', path, body }),
    settled,
    once,
    granted: async () => (credential === null ? Promise.reject(absent(identity)) : await permissionsIn(wire, credential)),
    heed: (answers) => brake.heed('/$batch', answers),
    pages: (path, item, pauseMs = () => 0) => pagesOf(wire, get, path, item, pauseMs),
    waitOut,
    sleep: wire.sleep,
    machine: wire.machine,
    random: wire.random,
    log: wire.log,
  };
}

async function waitAfter(wire: Wire, identity: Identity, answer: Answer, attempt: number, isAmongOthers: boolean): Promise<void> {
  const waitMs = answer.retryAfterMs ?? backoffMs(attempt, wire.random, isAmongOthers);
  // The path is left out: filters hold addresses.
  wire.log.warn({ identity, status: answer.status, code: problemOf(answer).code, attempt, waitMs }, 'Graph did not do it at once');
  if (waitMs > longestWaitMs && answer.retryAfterMs !== null) throw toWorldError({ ...answer, status: 429 });
  if (attempt >= mostTries) throw toWorldError(answer);
  await wire.sleep(waitMs);
}

async function* pagesOf<T>(wire: Wire, get: (path: string) => Promise<unknown>, path: string, item: z.ZodType<T>, pauseMs: (pages: number) => number): AsyncGenerator<T[]> {
  const page = z.object({ value: z.array(item), '@odata.nextLink': z.string().optional() });
  let next: string | null = path;
  for (let count = 1; next !== null; count++) {
    const { value, '@odata.nextLink': link }: z.infer<typeof page> = read(page, await get(next));
    yield value;
    next = link === undefined ? null : pathOf(wire.graph, link);
    const waitMs = next === null ? 0 : pauseMs(count);
    if (waitMs > 0) await wire.sleep(waitMs);
  }
}

/** The client understands only https addresses, so the link goes in as a path. A link to anywhere else is not followed. */
function pathOf(graph: string, link: string): string {
  const start = `${graph.replace(/\/+$/, '')}/v1.0/`;
  if (!link.startsWith(start)) throw new WorldError('refused', 'Microsoft Graph named a next page outside Graph.', { code: 'foreign-next-link' });
  return link.slice(start.length - 1);
}

function absent(identity: Identity): WorldError {
  const prefix = `GRAPH_${identity.toUpperCase()}`;
  return new WorldError('refused', `The Graph identity "${identity}" is not configured. Set ${prefix}_CLIENT_ID and ${prefix}_CLIENT_SECRET.`, { code: 'identity-absent' });
}
