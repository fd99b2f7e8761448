// What becomes of a post and an update for each answer of the connector, over loopback HTTP.
import assert from 'node:assert/strict';
import type { Content } from '../../src/cards.ts';
import type { Conversation, Messenger, SendResult, UpdateResult } from '../../src/services.ts';
import type { Credential } from '../../src/teams/credential.ts';
import { makeMessenger } from '../../src/teams/messenger.ts';
import { APP_ID, bodyOf, listen, PRIYA, TENANT_ID, type Loopback } from '../support/teams-server.ts';

type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | 'lose' | 'hang';
type Seen = { method: string; path: string; authorization: string | undefined; body: Record<string, unknown> };

const hello: Content = { is: 'text', text: 'Hello' };
const refused = (code: string) => ({ error: { code, message: 'x' } });

describe('the messenger', () => {
  let connector: Loopback;
  let messenger: Messenger;
  let answer: Answer;
  let wait: number;
  const seen: Seen[] = [];
  const waits: number[] = [];
  const reserved: string[] = [];
  const held: string[] = [];

  before(async () => {
    connector = await listen((request, response) => {
      void bodyOf(request).then((text) => {
        seen.push({ method: request.method ?? '', path: request.url ?? '', authorization: request.headers.authorization, body: JSON.parse(text || '{}') as Record<string, unknown> });
        if (answer === 'hang') return;
        if (answer === 'lose') return void request.socket.destroy();
        for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
        response.statusCode = answer.status;
        response.setHeader('content-type', 'application/json');
        response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
      });
    });
  });
  after(() => connector.close());
  beforeEach(() => {
    messenger = messengerAt(connector.url);
    answer = { status: 201, body: { id: 'm1' } };
    wait = 0;
    for (const list of [seen, waits, reserved, held]) list.length = 0;
  });

  const bot: Credential = { getToken: () => Promise.resolve({ token: 'bot-token', expiresOnTimestamp: Infinity }) };

  function messengerAt(url: string, timeoutMs = 300, credential = bot): Messenger {
    return makeMessenger({
      appId: APP_ID, tenantId: TENANT_ID, defaultServiceUrl: url, connector: { credential, serviceUrls: [url], timeoutMs },
      pace: { reserve: (thread, tenant) => { reserved.push(`${thread} ${tenant}`); return Promise.resolve({ ms: wait, hasBegun: false, isPlace: false }); }, hold: (thread, ms) => { held.push(`${thread} ${ms}`); return Promise.resolve(); },
        book: (threads, tenant) => { reserved.push(`${threads.join()} ${tenant}`); return Promise.resolve(threads.map(thread => ({ thread, at: 0, isBooked: true }))); },
        holdBulk: (tenant, ms) => { held.push(`${tenant} ${ms}`); return Promise.resolve(); } },
      machine: () => 0,
      wait: (ms) => { waits.push(ms); return Promise.resolve(); },
    });
  }

  function conversation(changes: Partial<Conversation> = {}): Conversation {
    return { id: '19:c@thread.tacv2;messageid=1', kind: 'channel', serviceUrl: connector.url, tenantId: TENANT_ID, personId: null, teamsUserId: null, teamId: null, channelId: null, ...changes };
  }

  it('posts once, in the thread, with our token', async () => {
    assert.deepEqual(await messenger.send(conversation(), hello), { is: 'sent', activityId: 'm1' });
    assert.deepEqual(seen.map(({ method, path, authorization, body }) => [method, path, authorization, body['text']]), [
      ['POST', '/v3/conversations/19%3Ac%40thread.tacv2%3Bmessageid%3D1/activities', 'Bearer bot-token', 'Hello'],
    ]);
    assert.deepEqual(reserved, []);
    await messenger.slot(conversation());
    assert.deepEqual(reserved, [`19:c@thread.tacv2 ${TENANT_ID}`]);
  });

  const posts: [what: string, answer: Answer, result: SendResult][] = [
    ['201 without an id', { status: 201, body: {} }, { is: 'unknown' }],
    ['403', { status: 403, body: refused('BotNotInConversationRoster') }, { is: 'gone', reason: 'BotNotInConversationRoster' }],
    ['404', { status: 404, body: refused('ConversationNotFound') }, { is: 'gone', reason: 'ConversationNotFound' }],
    ['412', { status: 412 }, { is: 'later', status: 412 }],
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '7' } }, { is: 'later', status: 429, afterMs: 7_000 }],
    ['429 without', { status: 429 }, { is: 'later', status: 429 }],
    ['500', { status: 500 }, { is: 'unknown', status: 500 }],
    ['502', { status: 502 }, { is: 'unknown', status: 502 }],
    ['503', { status: 503, headers: { 'retry-after': '0' } }, { is: 'unknown', status: 503 }],
    ['504', { status: 504 }, { is: 'unknown', status: 504 }],
    ['a lost reply', 'lose', { is: 'unknown' }],
    ['no reply', 'hang', { is: 'unknown' }],
  ];
  for (const [what, given, result] of posts) {
    it(`after ${what} to a post: ${result.is}, and one post only`, async () => {
      answer = given;
      assert.deepEqual(await messenger.send(conversation(), hello), result);
      assert.equal(seen.length, 1);
    });
  }

  for (const status of [400, 401, 413]) {
    it(`takes ${status} to a post for our own fault`, async () => {
      answer = { status };
      await assert.rejects(messenger.send(conversation(), hello), /the connector refused a post/);
      assert.equal(seen.length, 1);
    });
  }

  const updates: [what: string, answer: Answer, result: UpdateResult][] = [
    ['200', { status: 200, body: { id: 'm1' } }, { is: 'updated' }],
    ['404 of the message', { status: 404, body: refused('ActivityNotFoundInConversation') }, { is: 'missing' }],
    ['404 of the conversation', { status: 404, body: refused('ConversationNotFound') }, { is: 'gone', reason: 'ConversationNotFound' }],
    ['403', { status: 403, body: refused('BotDisabledByAdmin') }, { is: 'gone', reason: 'BotDisabledByAdmin' }],
    ['429', { status: 429, headers: { 'retry-after': '2' } }, { is: 'later', status: 429, afterMs: 2_000 }],
    ['502', { status: 502 }, { is: 'later', status: 502 }],
    ['a lost reply', 'lose', { is: 'later', status: 0 }],
  ];
  for (const [what, given, result] of updates) {
    it(`after ${what} to an update: ${result.is}`, async () => {
      answer = given;
      assert.deepEqual(await messenger.update(conversation(), 'm1', hello), result);
      assert.deepEqual(seen.map(({ method, path }) => [method, path.split('/').at(-1)]), [['PUT', 'm1']]);
    });
  }

  it('comes back later when nobody listens: nothing can have been posted', async () => {
    const closed = await listen(() => undefined);
    await closed.close();
    assert.deepEqual(await messengerAt(closed.url).send(conversation({ serviceUrl: closed.url }), hello), { is: 'later', status: 0 });
  });

  const outages: [what: string, getToken: Credential['getToken']][] = [
    ['gives nothing', () => Promise.resolve(null)],
    ['is away', () => Promise.reject(new Error('socket hang up'))],
    ['answers 503', () => Promise.reject(Object.assign(new Error('AADSTS90033'), { statusCode: 503 }))],
    ['answers 400', () => Promise.reject(Object.assign(new Error('AADSTS7000215'), { statusCode: 400 }))],
  ];
  for (const [what, getToken] of outages) {
    it(`comes back later when the login ${what}: nothing left the machine`, async () => {
      const without = messengerAt(connector.url, 300, { getToken });
      assert.deepEqual(await without.send(conversation(), hello), { is: 'later', status: 0 });
      assert.deepEqual(await without.update(conversation(), 'm1', hello), { is: 'later', status: 0 });
      assert.equal(seen.length, 0);
    });
  }

  const onlyForPriya: Content = { is: 'targeted', to: '29:priya', card: { name: 'plain', data: { speak: 'Only for you.', heading: 'Only for you', lines: [] } } };

  it('says to one person what only they may see, in the thread', async () => {
    assert.deepEqual(await messenger.send(conversation(), onlyForPriya), { is: 'sent', activityId: 'm1' });
    assert.deepEqual(seen.map(({ path, body }) => [path, body['recipient']]), [['/v3/conversations/19%3Ac%40thread.tacv2%3Bmessageid%3D1/activities?isTargetedActivity=true', { id: '29:priya', name: '' }]]);
    await messenger.send(conversation(), hello);
    assert.deepEqual([seen[1]?.path.includes('isTargeted'), seen[1]?.body['recipient']], [false, undefined]);
  });

  it('says it to nobody where that person has left, and takes it for no fault of ours', async () => {
    answer = { status: 400, body: refused('BadSyntax') };
    assert.deepEqual(await messenger.send(conversation(), onlyForPriya), { is: 'gone', reason: 'BadSyntax' });
    assert.equal(seen.length, 1);
  });

  it('looks up the group behind a team', async () => {
    const group = '6f0e0000-0000-4000-8000-00000000b001';
    answer = { status: 200, body: { id: '19:team@thread.tacv2', aadGroupId: group } };
    assert.equal(await messenger.groupOf(conversation(), '19:team@thread.tacv2'), group);
    assert.deepEqual(seen.map(({ method, path, authorization }) => [method, path, authorization]), [['GET', '/v3/teams/19%3Ateam%40thread.tacv2', 'Bearer bot-token']]);
    answer = { status: 403, body: refused('BotNotInConversationRoster') };
    assert.equal(await messenger.groupOf(conversation(), '19:team@thread.tacv2'), null);
    answer = { status: 502 };
    await assert.rejects(messenger.groupOf(conversation(), '19:team@thread.tacv2'), { name: 'WorldError', failure: 'unavailable' });
  });

  it('waits up to 2 seconds for a slot, and gives longer waits back', async () => {
    wait = 2_000;
    assert.equal((await messenger.slot(conversation())).ms, 0);
    wait = 2_001;
    assert.equal((await messenger.slot(conversation())).ms, 2_001);
    assert.deepEqual(waits, [2_000]);
    assert.equal(seen.length, 0);
  });

  it('has everybody leave a conversation alone for as long as Teams asks, with all its threads', async () => {
    answer = { status: 429, headers: { 'retry-after': '7' } };
    await messenger.send(conversation(), hello);
    answer = { status: 412 };
    await messenger.update(conversation(), 'm1', hello);
    assert.deepEqual(held, ['19:c@thread.tacv2 7000']);
    assert.equal((await messenger.slot(conversation({ id: '19:c@thread.tacv2;messageid=2' }))).ms, 7_000);
    assert.equal((await messenger.slot(conversation({ id: '19:elsewhere@thread.tacv2' }))).ms, 0);
  });

  it('sends no token to a service address that is not ours', async () => {
    await assert.rejects(messenger.send(conversation({ serviceUrl: 'http://127.0.0.2:1' }), hello), /not one of ours/);
    assert.equal(seen.length, 0);
  });

  it('follows no redirect', async () => {
    answer = { status: 307, headers: { location: `${connector.url}/elsewhere` } };
    await assert.rejects(messenger.send(conversation(), hello));
    assert.equal(seen.length, 1);
  });

  it('refuses what is too large for Teams, counted in UTF-16, before it is posted', async () => {
    assert.equal((await messenger.send(conversation(), { is: 'text', text: 'x'.repeat(40_000) })).is, 'sent');
    await assert.rejects(messenger.send(conversation(), { is: 'text', text: 'x'.repeat(41_000) }), /too large for Teams/);
    assert.equal(seen.length, 1);
  });

  it('says in the notification what a card says aloud', async () => {
    await messenger.send(conversation(), { is: 'card', card: { name: 'plain', data: { speak: 'Closed.', heading: 'Closed', lines: [] } } });
    assert.equal(seen[0]?.body['summary'], 'Closed.');
  });

  it('starts a personal chat', async () => {
    answer = { status: 201, body: { id: 'a:new', serviceUrl: 'https://evil.example/' } };
    assert.deepEqual(await messenger.startPersonal(PRIYA), { ...conversation({ id: 'a:new', kind: 'personal', personId: PRIYA }) });
    assert.equal(seen[0]?.path, '/v3/conversations');
    assert.deepEqual(seen[0].body['members'], [{ id: PRIYA, name: '' }]);
  });

  it('starts one at a moment that is booked without asking for another', async () => {
    answer = { status: 201, body: { id: 'a:new' } };
    assert.deepEqual(await messenger.book([PRIYA, '19:c@thread.tacv2;messageid=1', '19:c@thread.tacv2;messageid=2']), [{ thread: PRIYA, at: 0, isBooked: true }, { thread: '19:c@thread.tacv2;messageid=1', at: 0, isBooked: true }]);
    await messenger.startPersonal(PRIYA, true);
    await messenger.holdDeliveries(7_000);
    assert.deepEqual([reserved, held], [[`${PRIYA},19:c@thread.tacv2 ${TENANT_ID}`], [`${TENANT_ID} 7000`]]);
  });

  it('cannot start one where the app is not installed', async () => {
    answer = { status: 403, body: refused('BotNotInConversationRoster') };
    assert.equal(await messenger.startPersonal(PRIYA), null);
  });

  for (const [status, failure] of [[429, 'throttled'], [503, 'unavailable']] as const) {
    it(`says ${failure} when starting one is answered ${status}`, async () => {
      answer = { status };
      await assert.rejects(messenger.startPersonal(PRIYA), { name: 'WorldError', failure });
      assert.equal(seen.length, 1);
    });
  }
});
