// The bot's web server: Teams' messages through the gate, calendars for whoever has their address, and three pages for whoever watches over it.
import { createHash } from 'node:crypto';
import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudAdapter, type TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createServer, type Request, type Response } from 'restify';
import { peopleFirst } from '../people-first.ts';
import type { GateAuthentication } from './authentication.ts';
import type { Gate } from './gate.ts';

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 15_000;
const MAX_CONNECTIONS = 1_000;

export type ServerParts = {
  gate: Gate;
  authentication: GateAuthentication;
  onTurn: (context: TurnContext) => Promise<void>;
  isReady: () => Promise<boolean>;
  metrics: Registry;
  /** What a token of a calendar gives; null for one that is none. */
  calendar: (token: string) => Promise<CalendarText | null>;
  log: Logger;
};

type CalendarText = { text: string; changedAt: Date };

export type TeamsServer = {
  /** Resolves with the port that was taken (ask for 0 to be given one). */
  listen(port: number, host: string): Promise<number>;
  /** Takes no more requests and resolves when those under way are answered. */
  close(): Promise<void>;
};

export function makeTeamsServer(parts: ServerParts): TeamsServer {
  const adapter = new CloudAdapter(parts.authentication);
  const app = createServer({ name: 'la-desk', handleUncaughtExceptions: false });

  app.post('/api/messages', guarded(parts.log, (request, response) => takeActivity(request, response, adapter, parts)));
  app.get('/healthz', guarded(parts.log, (_request, response) => answer(response, 200, 'alive')));
  app.get('/readyz', guarded(parts.log, async (_request, response) => (await parts.isReady()) ? answer(response, 200, 'ready') : answer(response, 503, 'not ready')));
  app.get('/metrics', guarded(parts.log, async (_request, response) => answer(response, 200, await parts.metrics.metrics(), parts.metrics.contentType)));

  for (const verb of ['get', 'head'] as const) app[verb]('/calendar/:file', guarded(parts.log, (request, response) => giveCalendar(request, response, parts)));

  // restify makes its own server without room for these limits, so it is given requests from ours.
  const limits = { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: 1_000 };
  const http = createHttpServer(limits, (request, response) => {
    // To this one restify says 200 by itself.
    if (request.url === '*') answer(response, 405, 'refused');
    else app.server.emit('request', request, response);
  });
  http.maxConnections = MAX_CONNECTIONS;

  return {
    listen: (port, host) => new Promise((resolve, reject) => {
      http.once('error', reject);
      http.listen(port, host, () => { resolve((http.address() as AddressInfo).port); });
    }),
    close: () => new Promise((resolve) => {
      http.close(() => { resolve(); });
      http.closeIdleConnections();
    }),
  };
}

async function takeActivity(request: Request, response: Response, adapter: CloudAdapter, parts: ServerParts): Promise<void> {
  const verdict = await parts.gate(request);
  if (!verdict.isIn) {
    // What is left of the body must still flow away, or the connection stands still until it times out.
    request.resume();
    return answer(response, verdict.status, 'refused');
  }
  parts.authentication.letIn(verdict.activity);
  const caught = catchAnswer();
  // The adapter sees the activity and nothing else of the request.
  await peopleFirst(() => adapter.process({ method: 'POST', headers: {}, body: verdict.activity }, caught.response, parts.onTurn));
  const { status, body } = caught.answer();
  if (status >= 500) return answer(response, 500, 'failed');
  return body === undefined ? answer(response, status, '') : answer(response, status, JSON.stringify(body), 'application/json');
}

/** Whoever has the address may read it: it is in no log, in no cache but the reader's own, and a wrong one is answered like any that is not there. */
async function giveCalendar(request: Request, response: Response, { calendar }: ServerParts): Promise<void> {
  const [, token] = /\/calendar\/([\w-]{1,64})\.ics$/.exec(request.getPath()) ?? [];
  const found = token === undefined ? null : await calendar(token);
  if (found === null) return answer(response, 404, 'not found');
  const etag = `"${createHash('sha256').update(found.text).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, 'last-modified': found.changedAt.toUTCString(), 'cache-control': 'private, no-cache' };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers);
    response.end();
    return;
  }
  response.writeHead(200, { ...headers, 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': 'attachment; filename="la-webinar.ics"', 'x-content-type-options': 'nosniff' });
  // To HEAD node gives the headers alone.
  response.end(found.text);
}

/** A response for the adapter to write on, because it writes the text of errors. */
function catchAnswer() {
  let status = 200;
  let body: unknown;
  const response = {
    socket: null,
    status: (code: number) => { status = code; },
    send: (value: unknown) => { body = value; },
    header: () => undefined,
    end: () => undefined,
  };
  return { response, answer: () => ({ status, body }) };
}

type Handler = (request: Request, response: Response) => Promise<void> | void;

function guarded(log: Logger, handler: Handler): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    try {
      await handler(request, response);
    } catch (error) {
      log.error({ err: error }, 'a request failed');
      if (!response.headersSent) answer(response, 500, 'failed');
    }
  };
}

function answer(response: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type, 'x-content-type-options': 'nosniff' });
  response.end(body);
}
