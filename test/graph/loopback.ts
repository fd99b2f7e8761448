// A scripted Graph on 127.0.0.1, and the edge connected to it with clocks and waits that tests drive.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { pino } from 'pino';
import { z } from 'zod';
import { connectGraph, type GraphOptions } from '../../src/graph/connect.ts';

/** `path` is decoded, without /v1.0 and the query; for items of a batch too. */
export type Seen = { method: string; path: string; query: URLSearchParams; headers: Record<string, string>; body: unknown };
export type Reply = { status: number; body?: unknown; headers?: Record<string, string> };
/** `cut` drops the connection, `hang` never answers; with an effect before them, a lost reply. */
export type Answering = (request: Seen) => Reply | 'cut' | 'hang';

export type Loopback = { url: string; seen: Seen[]; items: Seen[]; batches: number[]; mostInFlight: number; close(): Promise<void> };

const batchBody = z.object({
  requests: z.array(z.object({
    id: z.string(), method: z.string(), url: z.string(), dependsOn: z.array(z.string()).optional(),
    headers: z.record(z.string(), z.string()).optional(), body: z.unknown().optional(),
  })),
});

/** Serves `answer`; a $batch is taken apart by Microsoft's rules, its items answered by `answer` in order, and replied to in reverse order. */
export async function loopback(answer: Answering, wrap: (whole: () => Reply) => Reply | 'cut' | 'hang' = (whole) => whole()): Promise<Loopback> {
  let inFlight = 0;
  const graph: Loopback = { url: '', seen: [], items: [], batches: [], mostInFlight: 0, close: () => Promise.resolve() };
  const server = createServer((request, response) => {
    graph.mostInFlight = Math.max(graph.mostInFlight, ++inFlight);
    response.on('close', () => inFlight--);
    void seenFrom(request).then((seen) => {
      graph.seen.push(seen);
      setImmediate(() => send(response, seen.path === '/$batch' ? wrap(() => batch(graph, answer, seen.body)) : answer(seen)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  graph.url = addressOf(server);
  graph.close = () => new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
  return graph;
}

function batch(graph: Loopback, answer: Answering, body: unknown): Reply {
  const { requests } = batchBody.parse(body);
  graph.batches.push(requests.length);
  if (requests.length > 20) return problem(400, 'BadRequest', 'The number of items exceeds the limit of 20.');
  const statuses = new Map<string, number>();
  const responses = requests.map(({ id, dependsOn = [], ...item }) => {
    const isReady = dependsOn.every((other) => (statuses.get(other) ?? 500) < 300);
    const seen = seenAs(item.method, item.url.startsWith('/v1.0') ? '/leaked-version' : item.url, item.headers ?? {}, item.body, dependsOn.length > 0 || requests.some((other) => other.dependsOn?.includes(id)));
    if (isReady) graph.items.push(seen);
    const reply = isReady ? answer(seen) : problem(424, 'FailedDependency', 'Failed.');
    const given = typeof reply === 'string' ? problem(504, 'Timeout', '') : reply;
    statuses.set(id, given.status);
    return { id, status: given.status, headers: given.headers ?? {}, body: given.body };
  });
  return { status: 200, body: { responses: responses.reverse() } };
}

export function problem(status: number, code: string, message: string, headers: Record<string, string> = {}): Reply {
  return { status, body: { error: { code, message } }, headers };
}

function seenAs(method: string, url: string, headers: Record<string, string>, body: unknown, isChained: boolean): Seen {
  const parsed = new URL(url, 'http://127.0.0.1');
  return { method, path: decodeURIComponent(parsed.pathname), query: parsed.searchParams, headers: { ...headers, ...(isChained ? { chained: 'yes' } : {}) }, body };
}

async function seenFrom(request: IncomingMessage): Promise<Seen> {
  const body = request.method === 'GET' ? null : await json(request);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  return seenAs(request.method ?? '', (request.url ?? '').replace(/^\/v1\.0/, ''), headers, body, false);
}

function send(response: ServerResponse, reply: Reply | 'cut' | 'hang'): void {
  if (reply === 'cut') response.destroy();
  if (typeof reply === 'string') return;
  response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
  response.end(reply.body === undefined ? '' : JSON.stringify(reply.body));
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return `http://127.0.0.1:${address.port}`;
}

/** The edge on that server. `waits` are what it slept, in ms: no test waits, the machine clock is moved instead. */
export function connected(url: string, more: Partial<GraphOptions> = {}) {
  const waits: number[] = [];
  const machine = { now: Date.parse('2022-09-20T08:00:00Z') };
  const lines: string[] = [];
  let tokens = 0;
  const credential = { getToken: () => Promise.resolve({ token: `token-${++tokens}`, expiresOnTimestamp: machine.now + 3_600_000 }) };
  const edge = connectGraph({
    graph: url,
    credentials: { read: credential, members: credential, methods: credential, roles: credential, files: credential },
    organisationAttribute: 'companyName',
    clock: { machine: () => machine.now },
    log: pino({ level: 'debug' }, { write: (line: string) => lines.push(line) }),
    random: () => 1,
    sleep: (ms) => {
      waits.push(ms);
      machine.now += ms;
      return Promise.resolve();
    },
    ...more,
  });
  return { ...edge, waits, machine, lines };
}

/** Runs a test against a scripted server and closes it whatever happens. */
export async function against<T>(server: Promise<Loopback>, test: (graph: Loopback) => Promise<T>): Promise<T> {
  const graph = await server;
  try {
    return await test(graph);
  } finally {
    await graph.close();
  }
}
