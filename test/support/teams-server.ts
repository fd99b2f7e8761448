// Loopback stand-ins for what surrounds the bot in Teams: Microsoft's signing keys, the connector it posts to, and the bot's own edge in front of handlers.
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import pino from 'pino';
import { Registry } from 'prom-client';
import { GateAuthentication } from '../../src/teams/authentication.ts';
import { makeBot, type Handlers } from '../../src/teams/bot.ts';
import { makeGate } from '../../src/teams/gate.ts';
import { makeKeys } from '../../src/teams/keys.ts';
import { makeTeamsServer, type ServerParts } from '../../src/teams/server.ts';
import type { Messenger } from '../../src/services.ts';

export const APP_ID = '5aeb0a1d-0000-4000-8000-00000000b071';
export const TENANT_ID = '11111111-2222-4333-8444-555555555555';
export const PRIYA = 'a0000000-0000-4000-8000-000000000001';
export const SERVICE_URL = 'https://smba.trafficmanager.net/uk/';
export const ISSUER = 'https://api.botframework.com';
export const silent = pino({ level: 'silent' });

export type Loopback = { url: string; close: () => Promise<void> };

export async function listen(listener: RequestListener): Promise<Loopback> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A clock that stands at a time near the machine's own, until it is moved. */
export function standingClock() {
  const at = { machine: Date.parse('2026-11-22T12:00:00Z') };
  return { machine: () => at.machine, advance: (ms: number) => { at.machine += ms; }, seconds: () => Math.floor(at.machine / 1_000) };
}

export type TestClock = ReturnType<typeof standingClock>;

// --- Microsoft's keys ----------------------------------------------------------------------------------------------

type Pair = { publicKey: CryptoKey; privateKey: CryptoKey };
const pairs = new Map<string, Promise<Pair>>();

/** Making RSA keys is slow, so each name has one pair in a test run. */
export function keyPair(name: string, algorithm = 'RS256'): Promise<Pair> {
  const made = pairs.get(name) ?? generateKeyPair(algorithm, { extractable: true });
  pairs.set(name, made);
  return made;
}

type ListedKey = { name: string; endorsements?: string[]; algorithm?: string };
type OpenIdMode = 'good' | 'unavailable' | 'html' | 'hang';

export const usualKeys: ListedKey[] = [
  { name: 'teams', endorsements: ['msteams', 'webchat'] },
  { name: 'webchat', endorsements: ['webchat'] },
  { name: 'plain' },
  { name: 'elliptic', endorsements: ['msteams'], algorithm: 'ES256' },
];

/** Microsoft's metadata and keys, which can be made to fail and to change. */
export async function startOpenId() {
  const state = { mode: 'good' as OpenIdMode, keys: usualKeys, fetches: 0 };
  const server = await listen((request, response) => {
    if (request.url === '/keys') state.fetches += 1;
    if (state.mode === 'hang') return;
    if (state.mode === 'unavailable') {
      response.statusCode = 503;
      return void response.end();
    }
    if (request.url === '/openid') return void response.end(JSON.stringify({ issuer: ISSUER, jwks_uri: `${server.url}/keys` }));
    if (state.mode === 'html') return void response.end('<html>maintenance</html>');
    void Promise.all(state.keys.map(listKey)).then((keys) => response.end(JSON.stringify({ keys })));
  });
  return { state, metadataUrl: `${server.url}/openid`, close: server.close };
}

async function listKey({ name, endorsements, algorithm }: ListedKey): Promise<JWK & { endorsements?: string[] }> {
  const jwk = await exportJWK((await keyPair(name, algorithm)).publicKey);
  return { ...jwk, kid: name, ...(endorsements ? { endorsements } : {}) };
}

// --- Tokens and activities -----------------------------------------------------------------------------------------

export type Claims = Record<string, unknown>;

export function goodClaims(clock: TestClock): Claims {
  const now = clock.seconds();
  return { iss: ISSUER, aud: APP_ID, nbf: now - 60, exp: now + 3_600, serviceurl: SERVICE_URL };
}

export async function sign(claims: Claims, header: { kid?: string; alg?: string; jku?: string } = {}, signer = header.kid ?? 'teams'): Promise<string> {
  const { privateKey } = await keyPair(signer, header.alg ?? 'RS256');
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'teams', typ: 'JWT', ...header }).sign(privateKey);
}

/** A message as Teams sends it from Priya's personal chat. */
export function personalMessage(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'message',
    id: '1669118400000',
    timestamp: '2026-11-22T12:00:00.000Z',
    channelId: 'msteams',
    serviceUrl: SERVICE_URL,
    from: { id: '29:priya', name: 'Priya Nair', aadObjectId: PRIYA },
    recipient: { id: `28:${APP_ID}`, name: 'LA Desk' },
    conversation: { id: 'a:priya', conversationType: 'personal', tenantId: TENANT_ID },
    channelData: { tenant: { id: TENANT_ID } },
    text: 'help',
    ...changes,
  };
}

/** The same in a thread of a channel, with our mention in front unless `mention` is false. */
export function channelMessage(text: string, { mention = true, changes = {} }: { mention?: boolean; changes?: Record<string, unknown> } = {}) {
  const entities = mention ? [{ type: 'mention', text: '<at>LA Desk</at>', mentioned: { id: `28:${APP_ID}`, name: 'LA Desk' } }] : [];
  return personalMessage({
    text: mention ? `<at>LA Desk</at> ${text}` : text,
    entities,
    conversation: { id: '19:general@thread.tacv2;messageid=1', conversationType: 'channel', tenantId: TENANT_ID, isGroup: true },
    channelData: { tenant: { id: TENANT_ID }, team: { id: '19:general@thread.tacv2', aadGroupId: 'b0000000-0000-4000-8000-000000000001' }, channel: { id: '19:general@thread.tacv2' } },
    ...changes,
  });
}

// --- The bot's edge ------------------------------------------------------------------------------------------------

type Said = { conversationId: string; text: string };

/** Gate, adapter and bot on a free port, in front of the handlers given. */
export async function startEdge(handlers: Partial<Handlers> = {}, clock = standingClock(), calendar: ServerParts['calendar'] = () => Promise.resolve(null)) {
  const openId = await startOpenId();
  const runs: string[] = [];
  const said: Said[] = [];
  const all: Handlers = {
    message: (turn) => ran(`message ${turn.text}`, handlers.message?.(turn)),
    arrived: (turn) => ran('arrived', handlers.arrived?.(turn)),
    press: async (press) => { runs.push(`press ${press.verb}`); return await handlers.press?.(press) ?? { message: 'done' }; },
    fileConsent: (consent) => ran('fileConsent', handlers.fileConsent?.(consent)),
    removed: (conversation) => ran('removed', handlers.removed?.(conversation)),
    failed: (from, text) => handlers.failed?.(from, text) ?? (said.push({ conversationId: from.conversation.id, text }), Promise.resolve()),
  };
  async function ran(what: string, work: Promise<void> | undefined): Promise<void> {
    runs.push(what);
    await work;
  }
  const messenger: Pick<Messenger, 'send'> = {
    send: (conversation, content) => {
      said.push({ conversationId: conversation.id, text: content.is === 'text' ? content.text : content.is });
      return Promise.resolve({ is: 'sent', activityId: '1' });
    },
  };
  const keys = makeKeys({ metadataUrl: openId.metadataUrl, clock, log: silent });
  const gate = makeGate({ appId: APP_ID, tenantId: TENANT_ID, tokenIssuer: ISSUER, serviceUrls: ['https://smba.trafficmanager.net'], keys, machine: clock.machine, log: silent });
  const credential = { getToken: () => Promise.resolve({ token: 'bot-token', expiresOnTimestamp: Infinity }) };
  const server = makeTeamsServer({
    gate,
    authentication: new GateAuthentication(APP_ID, { credential, serviceUrls: ['https://smba.trafficmanager.net'] }),
    onTurn: makeBot({ handlers: all, messenger, log: silent }),
    isReady: () => Promise.resolve(true),
    metrics: new Registry(),
    calendar,
    log: silent,
  });
  const url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  const post = (body: unknown, headers: Record<string, string> = {}) => fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  return {
    url, clock, openId, runs, said, post,
    /** Posts as Teams does, with a good token. */
    async deliver(body: unknown): Promise<Response> {
      return post(body, { authorization: `Bearer ${await sign(goodClaims(clock))}` });
    },
    async close(): Promise<void> {
      await server.close();
      await openId.close();
    },
  };
}

export type Edge = Awaited<ReturnType<typeof startEdge>>;
