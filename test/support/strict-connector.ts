// A connector that holds Teams' limits to the millisecond: 50 arrivals in any trailing second, and those of each thread. It keeps a log of what arrived when.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text as bodyAsText } from 'node:stream/consumers';
import { z } from 'zod';

/** `summary`: what its notification says. */
export type Arrival = { thread: string; at: number; method: string; status: number; activityId: string | null; isLost: boolean; summary: string };
/** What goes wrong with a call that would have been taken; `lose`: it is taken, and its answer never comes. */
type Fault = { status: number; retryAfter?: number; code?: string } | 'lose' | null;
export type StrictConnector = Awaited<ReturnType<typeof openStrictConnector>>;

type Options = {
  random: () => number;
  /** Each call travels up to so long. */
  jitterMs?: number;
  fault?: (thread: string, method: string) => Fault;
  /** How long Teams thinks. */
  answerMs?: () => number;
};
type Waiting = { at: number; request: IncomingMessage; response: ServerResponse; summary: string };

const said = z.object({ summary: z.string().default('') });

const perTenant = { most: 50, withinMs: 1_000 };
const perThread = [{ most: 7, withinMs: 1_000 }, { most: 60, withinMs: 30_000 }, { most: 1_800, withinMs: 3_600_000 }];

export async function openStrictConnector({ random, jitterMs = 60, fault = () => null, answerMs = () => 0 }: Options) {
  let log: Arrival[] = [];
  const taken = new Map<string, number[]>();
  let all: number[] = [];
  let waiting: Waiting[] = [];
  let changed = Promise.withResolvers<undefined>();

  /** Milliseconds until it would be taken. A refused call does not count. */
  function refusedMs(thread: string, at: number): number {
    const own = taken.get(thread) ?? [];
    const waits = [{ of: all, ...perTenant }, ...perThread.map(limit => ({ of: own, ...limit }))].map(({ of, most, withinMs }) => {
      const first = of.at(-most);
      return first === undefined || first <= at - withinMs ? 0 : first + withinMs - at;
    });
    const ms = Math.max(...waits);
    if (ms > 0) return ms;
    all = [...all.slice(-perTenant.most), at];
    taken.set(thread, [...own, at]);
    return 0;
  }

  function answer(response: ServerResponse, status: number, { retryAfter, code = 'TooManyRequests', id }: { retryAfter?: number; code?: string; id?: string } = {}): void {
    response.writeHead(status, { 'content-type': 'application/json', ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }) });
    response.end(JSON.stringify(status < 400 ? { id } : { error: { code, message: 'refused' } }));
  }

  function arrive({ at, request, response, summary }: Waiting): void {
    const thread = decodeURIComponent(/\/conversations\/([^/]+)/.exec(request.url ?? '')?.[1] ?? 'new');
    const method = request.method ?? '';
    const note = (status: number, more: Partial<Arrival> = {}): void => {
      log.push({ thread, at, method, status, activityId: null, isLost: false, summary, ...more });
      changed.resolve(undefined);
      changed = Promise.withResolvers();
    };
    const wrong = fault(thread, method);
    if (wrong !== null && wrong !== 'lose') return (note(wrong.status), answer(response, wrong.status, wrong));
    const ms = refusedMs(thread, at);
    if (ms > 0) return (note(429), answer(response, 429, { retryAfter: Math.ceil(ms / 1_000) }));
    const id = String(1_669_118_400_000 + log.length);
    note(method === 'POST' ? 201 : 200, { activityId: id, isLost: wrong === 'lose' });
    if (wrong === 'lose') return void request.socket.destroy();
    setTimeout(() => answer(response, method === 'POST' ? 201 : 200, { id }), answerMs());
  }

  /** In the order of their arrival, whichever timer fires first. */
  function letIn(): void {
    const now = performance.now();
    const arrived = waiting.filter(({ at }) => at <= now).toSorted((one, other) => one.at - other.at);
    waiting = waiting.filter(({ at }) => at > now);
    arrived.forEach(arrive);
  }

  const server = createServer((request, response) => {
    const at = performance.now() + random() * jitterMs;
    // A process that is killed in the middle of its call has made none.
    void bodyAsText(request).then(text => {
      waiting.push({ at, request, response, summary: said.safeParse(text === '' ? {} : JSON.parse(text)).data?.summary ?? '' });
      // A timer may fire a little early, and nobody would come back for it.
      setTimeout(letIn, Math.max(0, Math.ceil(at - performance.now()) + 1));
    }).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 65_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/smba/`,
    arrivals: (): readonly Arrival[] => log,
    forget: (): void => void (log = []),
    /** Asks again at each arrival. */
    until: async (isSo: () => boolean, withinMs: number): Promise<void> => {
      const late = AbortSignal.timeout(withinMs);
      const isLate = once(late, 'abort');
      while (!isSo()) {
        if (late.aborted) throw new Error(`Within ${withinMs / 1_000} s only ${log.length} calls came.`);
        await Promise.race([changed.promise, isLate]);
      }
    },
    close: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
