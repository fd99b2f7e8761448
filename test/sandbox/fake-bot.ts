// A bot that keeps what it is sent and answers as told, on loopback.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { RunningSandbox } from '../support/sandbox.ts';

const activity = z.looseObject({
  type: z.string(), id: z.string(), name: z.string().optional(), text: z.string().optional(), serviceUrl: z.string(), replyToId: z.string().optional(),
  conversation: z.looseObject({ id: z.string() }), from: z.looseObject({ id: z.string(), aadObjectId: z.string() }),
  attachments: z.array(z.looseObject({ contentType: z.string(), content: z.unknown() })).default([]), value: z.unknown().optional(),
});
type Received = z.infer<typeof activity> & { token: string };
type Reply = { status: number; json?: unknown };

export type FakeBot = {
  received: Received[];
  messages(): Received[];
  /** What the next activities are answered with, in order; then 200. */
  answers: Reply[];
  /** What /metrics says. */
  metrics: () => Record<string, number>;
  register(sandbox: RunningSandbox): Promise<void>;
  stop(): Promise<void>;
};

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export async function startFakeBot(): Promise<FakeBot> {
  const bot: Pick<FakeBot, 'received' | 'answers' | 'metrics'> = { received: [], answers: [], metrics: () => ({}) };
  const server = createServer((request, response) => void handle(request, response));
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/metrics') {
      response.end(Object.entries(bot.metrics()).map(([name, value]) => `${name} ${value}\n`).join(''));
      return;
    }
    bot.received.push({ ...activity.parse(JSON.parse(await read(request))), token: (request.headers.authorization ?? '').replace('Bearer ', '') });
    const { status, json } = bot.answers.shift() ?? { status: 200 };
    // Two calls: once restify is loaded in this process, writeHead of every server in it answers undefined.
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(json === undefined ? '' : JSON.stringify(json));
  }
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(bot, {
    messages: () => bot.received.filter(one => one.type === 'message'),
    register: async (sandbox: RunningSandbox) => {
      await sandbox.api('PUT', '/api/registration', { endpoint: `${origin}/api/messages` });
    },
    stop: () => new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  });
}

/** Waits until `what` holds, at most 5 s. */
export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const signal = AbortSignal.timeout(5000);
  while (!(await what())) {
    signal.throwIfAborted();
    await new Promise(resolve => setImmediate(resolve));
  }
}

const room = z.object({ id: z.string(), kind: z.string(), name: z.string(), team: z.string().nullable() });
export async function roomOf(sandbox: RunningSandbox, as: string, name?: string): Promise<string> {
  const rooms = z.array(room).parse(await sandbox.api('GET', `/api/conversations?as=${as}`));
  const found = rooms.find(one => (name === undefined ? one.kind === 'personal' : one.name === name));
  if (!found) throw new Error('There is no such room.');
  return found.id;
}

const message = z.object({
  id: z.string(), seq: z.number(), from: z.string(), text: z.string(), card: z.unknown(), file: z.object({ id: z.string(), name: z.string(), size: z.number() }).nullable(),
  fileConsent: z.looseObject({ answered: z.string().nullable() }).nullable(), mentions: z.array(z.object({ text: z.string(), people: z.array(z.string()) })), targetedTo: z.string().nullable(), replyTo: z.string().nullable(), edited: z.boolean(), deleted: z.boolean(),
});
const messages = z.object({ seq: z.number(), messages: z.array(message) });
export const messagesIn = async (sandbox: RunningSandbox, id: string, as: string, query = ''): Promise<z.infer<typeof messages>> =>
  messages.parse(await sandbox.api('GET', `/api/conversations/${encodeURIComponent(id)}/messages?as=${as}${query}`));

export const say = (sandbox: RunningSandbox, id: string, body: object): Promise<{ activityId: string; botStatus: number }> =>
  sandbox.api('POST', `/api/conversations/${encodeURIComponent(id)}/messages`, body).then(answer => z.object({ activityId: z.string(), botStatus: z.number() }).parse(answer));
