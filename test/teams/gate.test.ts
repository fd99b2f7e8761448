// Who gets in: forged and good tokens and bodies over real HTTP, and what happens while Microsoft's keys cannot be had.
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { createHmac } from 'node:crypto';
import { exportSPKI } from 'jose';
import {
  APP_ID, channelMessage, goodClaims, keyPair, personalMessage, sign, standingClock, startEdge, TENANT_ID,
  type Claims, type Edge,
} from '../support/teams-server.ts';

const OTHER_ID = '99999999-2222-4333-8444-555555555555';

type Attempt = { token?: string | null; authorization?: string; body?: unknown; headers?: Record<string, string> };
type Row = [what: string, status: number, attempt: (edge: Edge) => Attempt | Promise<Attempt>];

const changed = (edge: Edge, changes: Claims): Claims => ({ ...goodClaims(edge.clock), ...changes });
const without = (claims: Claims, name: string): Claims => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
const withClaims = (changes: (edge: Edge) => Claims) => async (edge: Edge): Promise<Attempt> => ({ token: await sign(changed(edge, changes(edge))) });
const withKey = (kid: string, body?: unknown) => async (edge: Edge): Promise<Attempt> => ({ token: await sign(goodClaims(edge.clock), { kid }), ...(body === undefined ? {} : { body }) });
const withBody = (body: unknown, headers: Record<string, string> = {}): Row[2] => () => ({ body, headers });
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token by the tenant's own login, as this bot's secret could buy it: the library takes it for the Emulator's. */
const entraToken = (claims: (edge: Edge) => Claims) => async (edge: Edge): Promise<Attempt> => ({ token: await sign(claims(edge)) });

const known: Row[] = [
  ['a good token', 200, () => ({})],
  ['the same token with a new activity', 200, withBody(personalMessage({ id: '2' }))],
  ['a replay of the same activity, which handlers know again by its id', 200, () => ({})],
  ['a channel message with a mention', 200, withBody(channelMessage('help'))],
  ['expired 4 minutes 50 ago, within the skew', 200, withClaims((edge) => ({ exp: edge.clock.seconds() - 290 }))],

  ['no Authorization', 401, () => ({ token: null })],
  ['an empty Authorization', 401, () => ({ authorization: '' })],
  ['scheme Basic', 401, () => ({ authorization: 'Basic cHJpeWE6eA==' })],
  ['scheme bearer in lower case', 401, async (edge) => ({ authorization: `bearer ${await sign(goodClaims(edge.clock))}` })],
  ['garbage for a token', 401, () => ({ token: 'x.y.z' })],
  ['another audience', 401, withClaims(() => ({ aud: OTHER_ID }))],
  ['a list of audiences with us in it', 401, withClaims(() => ({ aud: [OTHER_ID, APP_ID] }))],
  ['no audience', 401, async (edge) => ({ token: await sign(without(goodClaims(edge.clock), 'aud')) })],
  ['expired 10 minutes ago', 401, withClaims((edge) => ({ exp: edge.clock.seconds() - 600 }))],
  ['not valid for another 10 minutes', 401, withClaims((edge) => ({ nbf: edge.clock.seconds() + 600 }))],
  ['no expiry', 401, async (edge) => ({ token: await sign(without(goodClaims(edge.clock), 'exp')) })],
  ['no beginning', 401, async (edge) => ({ token: await sign(without(goodClaims(edge.clock), 'nbf')) })],
  ['another issuer', 401, withClaims(() => ({ iss: 'https://api.botframework.example' }))],
  ['no issuer', 401, async (edge) => ({ token: await sign(without(goodClaims(edge.clock), 'iss')) })],
  ['a serviceurl other than the body says', 401, withClaims(() => ({ serviceurl: 'https://smba.trafficmanager.net/emea/' }))],
  ['no serviceurl claim', 401, async (edge) => ({ token: await sign(without(goodClaims(edge.clock), 'serviceurl')) })],
  ['no serviceUrl in the body', 401, withBody(personalMessage({ serviceUrl: undefined }))],
  ['an empty serviceUrl in the body', 401, withBody(personalMessage({ serviceUrl: '' }))],
  ['a serviceUrl that anybody can register, in token and body', 401, async (edge) => {
    const serviceUrl = 'https://evil.trafficmanager.net/uk/';
    return { token: await sign(changed(edge, { serviceurl: serviceUrl })), body: personalMessage({ serviceUrl }) };
  }],
  ['a key endorsed for web chat only', 401, withKey('webchat')],
  ['channel webchat by a web chat key', 401, withKey('webchat', personalMessage({ channelId: 'webchat' }))],
  ['an empty channel', 401, withKey('webchat', personalMessage({ channelId: '' }))],
  ['a null channel', 401, withKey('webchat', personalMessage({ channelId: null }))],
  ['no channel', 401, withKey('webchat', personalMessage({ channelId: undefined }))],
  ['a key without endorsements', 401, withKey('plain')],
  ['algorithm none', 401, (edge) => ({ token: `${base64({ alg: 'none', kid: 'teams' })}.${base64(goodClaims(edge.clock))}.` })],
  ['HS256 with the public key for a secret', 401, async (edge) => {
    const signed = `${base64({ alg: 'HS256', kid: 'teams' })}.${base64(goodClaims(edge.clock))}`;
    const secret = await exportSPKI((await keyPair('teams')).publicKey);
    return { token: `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}` };
  }],
  ['an ES256 key that is on the list', 401, async (edge) => ({ token: await sign(goodClaims(edge.clock), { kid: 'elliptic', alg: 'ES256' }) })],
  ['PS256', 401, async (edge) => ({ token: await sign(goodClaims(edge.clock), { alg: 'PS256', kid: 'teams' }, 'pss') })],
  ['a signature by another key under the same id', 401, async (edge) => ({ token: await sign(goodClaims(edge.clock), { kid: 'teams' }, 'rogue') })],
  ['an unknown key id', 401, withKey('unheard-of')],
  ['no key id', 401, async (edge) => ({ token: `${base64({ alg: 'RS256' })}.${(await sign(goodClaims(edge.clock))).split('.').slice(1).join('.')}` })],
  ['a key address of the caller', 401, async (edge) => ({ token: await sign(goodClaims(edge.clock), { jku: 'http://127.0.0.1:9/keys' }, 'rogue') })],
  ['a payload changed after signing', 401, async (edge) => {
    const [header, , signature] = (await sign(goodClaims(edge.clock))).split('.');
    return { token: `${header}.${base64(changed(edge, { extra: 1 }))}.${signature}` };
  }],
  ['another spelling of the same signature', 401, async (edge) => ({ token: (await sign(goodClaims(edge.clock))).replace(/.$/, (last) => String.fromCharCode(last.charCodeAt(0) + 1)) })],

  ['another tenant in both fields', 401, withBody(personalMessage({ conversation: { id: 'a:x', conversationType: 'personal', tenantId: OTHER_ID }, channelData: { tenant: { id: OTHER_ID } } }))],
  ['tenants that disagree', 401, withBody(personalMessage({ channelData: { tenant: { id: OTHER_ID } } }))],
  ['no tenant in the channel data', 401, withBody(personalMessage({ channelData: {} }))],
  ['a message for another bot', 401, withBody(personalMessage({ recipient: { id: `28:${OTHER_ID}` } }))],
  ['an Entra v1 token of our own app', 401, entraToken((edge) => changed(edge, { iss: `https://sts.windows.net/${TENANT_ID}/`, appid: APP_ID, tid: TENANT_ID, ver: '1.0' }))],
  ['an Entra v1 token of another tenant, serviceUrl elsewhere', 401, async (edge) => ({
    token: await sign(changed(edge, { iss: `https://sts.windows.net/${OTHER_ID}/`, appid: APP_ID, tid: OTHER_ID, ver: '1.0' })),
    body: personalMessage({ serviceUrl: 'https://evil.example/' }),
  })],
  ['an Entra v2 token of another tenant', 401, entraToken((edge) => changed(edge, { iss: `https://login.microsoftonline.com/${OTHER_ID}/v2.0`, azp: APP_ID, tid: OTHER_ID, ver: '2.0' }))],
  ['an Entra token for Graph', 401, entraToken((edge) => changed(edge, { iss: `https://sts.windows.net/${TENANT_ID}/`, aud: 'https://graph.microsoft.com', appid: APP_ID }))],
  ['our own token for the connector, sent back', 401, entraToken((edge) => changed(edge, { iss: `https://sts.windows.net/${TENANT_ID}/`, aud: 'https://api.botframework.com', appid: APP_ID }))],
  ["a person's token for us from another client", 401, entraToken((edge) => changed(edge, { iss: `https://sts.windows.net/${TENANT_ID}/`, appid: OTHER_ID, scp: 'access_as_user' }))],
  ["Entra's shape by a rogue key", 401, async (edge) => ({ token: await sign(changed(edge, { iss: `https://sts.windows.net/${TENANT_ID}/` }), {}, 'rogue') })],
  ['channel AseChannel and garbage', 401, () => ({ token: 'garbage', body: personalMessage({ channelId: 'AseChannel' }) })],

  ['body []', 400, withBody([])],
  ['body "x"', 400, withBody('"x"')],
  ['body null', 400, withBody('null')],
  ['body {}', 400, withBody({})],
  ['a body that is not JSON', 400, withBody('{type:')],
  ['an empty body', 400, withBody('')],
  ['a number for a type', 400, withBody(personalMessage({ type: 7 }))],
  ['a type Teams does not send us', 401, withBody(personalMessage({ type: 'event' }))],
  ['a __proto__ key', 401, withBody(JSON.stringify(personalMessage()).replace('{', '{"__proto__":{"channelId":"msteams"},'))],
  ['20,000 arrays in each other', 401, withBody(JSON.stringify(personalMessage()).replace('"help"', `${'['.repeat(20_000)}${']'.repeat(20_000)}`))],
  ['a timestamp that is none', 401, withBody(personalMessage({ timestamp: 'yesterday' }))],
  ['delivery that would have everything said in the answer', 401, withBody(personalMessage({ deliveryMode: 'expectReplies' }))],
  ['no conversation', 401, withBody(personalMessage({ conversation: undefined }))],
  ['no sender', 401, withBody(personalMessage({ from: undefined }))],
  ['no recipient', 401, withBody(personalMessage({ recipient: undefined }))],
  ['text/plain', 415, withBody(personalMessage(), { 'content-type': 'text/plain' })],
  ['multipart', 415, withBody('--x\r\n\r\n--x--', { 'content-type': 'multipart/form-data; boundary=x' })],
  ['a 50 MB body, gzipped small', 415, withBody(gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' })],
  ['gzip that is none', 415, withBody('notgzip', { 'content-encoding': 'gzip' })],
  ['10 MB of JSON', 413, withBody(personalMessage({ text: 'x'.repeat(10_000_000) }))],
];

async function send(edge: Edge, attempt: Attempt): Promise<Response> {
  const token = attempt.token === undefined ? await sign(goodClaims(edge.clock)) : attempt.token;
  const authorization = attempt.authorization ?? (token === null ? undefined : `Bearer ${token}`);
  return edge.post(attempt.body ?? personalMessage(), { ...(authorization === undefined ? {} : { authorization }), ...attempt.headers });
}

describe('the gate', () => {
  let edge: Edge;
  before(async () => { edge = await startEdge(); });
  after(() => edge.close());
  beforeEach(() => { edge.runs.length = 0; });

  for (const [what, status, attempt] of known) {
    it(`answers ${status} to ${what}`, async () => {
      const response = await send(edge, await attempt(edge));
      const text = await response.text();
      assert.equal(response.status, status);
      assert.equal(edge.runs.length, status === 200 ? 1 : 0);
      assert.ok(['', 'refused'].includes(text), 'the answer says nothing about why');
    });
  }

  it('counts a body that does not say its length', async () => {
    const chunks = ReadableStream.from(Array.from({ length: 8 }, () => new Uint8Array(64 * 1024)));
    const authorization = `Bearer ${await sign(goodClaims(edge.clock))}`;
    const response = await fetch(`${edge.url}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json', authorization }, body: chunks, duplex: 'half' });
    assert.equal(response.status, 413);
    await response.body?.cancel();
  });

  it('is closed to other methods, other paths and long headers', async () => {
    assert.equal((await fetch(`${edge.url}/api/messages`)).status, 405);
    assert.equal((await edge.post('', { 'x-long': 'x'.repeat(9_000) })).status, 431);
    assert.equal((await fetch(`${edge.url}/elsewhere`, { method: 'POST' })).status, 404);
  });

  it('answers those who watch over it', async () => {
    for (const page of ['healthz', 'readyz', 'metrics']) assert.equal((await fetch(`${edge.url}/${page}`)).status, 200);
  });
});

describe('the gate while the signing keys cannot be had', () => {
  let edge: Edge;
  beforeEach(async () => { edge = await startEdge({}, standingClock()); });
  afterEach(() => edge.close());

  for (const mode of ['unavailable', 'html', 'hang'] as const) {
    it(`asks to try again when they are: ${mode}; and lets in as soon as they are back`, async () => {
      edge.openId.state.mode = mode;
      assert.equal((await edge.deliver(personalMessage())).status, 503);
      assert.deepEqual(edge.runs, []);
      edge.openId.state.mode = 'good';
      edge.clock.advance(31_000);
      assert.equal((await edge.deliver(personalMessage())).status, 200);
    });
  }

  it('lets in with the last good keys', async () => {
    await edge.deliver(personalMessage());
    edge.openId.state.mode = 'unavailable';
    edge.clock.advance(2 * 3_600_000);
    assert.equal((await edge.deliver(personalMessage())).status, 200);
  });

  it('takes a new key within the hour, and no longer one that was taken off the list', async () => {
    await edge.deliver(personalMessage());
    edge.openId.state.keys = [{ name: 'next', endorsements: ['msteams'] }];
    edge.clock.advance(31_000);
    const next = await sign(goodClaims(edge.clock), { kid: 'next' });
    assert.equal((await edge.post(personalMessage(), { authorization: `Bearer ${next}` })).status, 200);
    assert.equal((await edge.deliver(personalMessage())).status, 401);
  });

  it('fetches once for many at the same time, and not again within the cool-down', async () => {
    const unknown = await sign(goodClaims(edge.clock), { kid: 'unheard-of' });
    const statuses = await Promise.all(Array.from({ length: 20 }, () => edge.post(personalMessage(), { authorization: `Bearer ${unknown}` })));
    assert.deepEqual(new Set(statuses.map(({ status }) => status)), new Set([401]));
    assert.equal(edge.openId.state.fetches, 1);
  });
});
