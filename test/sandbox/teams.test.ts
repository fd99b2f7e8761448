// What the sandbox's Teams sends to the bot, and what people see of its answers.
import assert from 'node:assert/strict';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { activities, card, connectorOf, text, type Connector } from './connector-caller.ts';
import { messagesIn, roomOf, say, startFakeBot, until, type FakeBot } from './fake-bot.ts';
import { settingsOf, tenant } from './graph-caller.ts';

const file = { name: 'list.csv', base64: Buffer.from('EmailAddress\n').toString('base64') };
const download = z.object({ downloadUrl: z.url(), uniqueId: z.string(), fileType: z.literal('csv') });
const withButton = card({ body: [], actions: [{ type: 'Action.Execute', verb: 'submit', title: 'Submit' }, { type: 'Action.OpenUrl', url: 'https://nhs.example', title: 'Read' }] });

describe('the sandbox\'s Teams', () => {
  let sandbox: RunningSandbox;
  let bot: FakeBot;
  let connector: Connector;
  let chat: string;
  before(async () => {
    [sandbox, bot] = [await startSandbox(), await startFakeBot()];
    await bot.register(sandbox);
    // Both teams have the app from now on: two activities each.
    await until(() => bot.received.length === 4);
    connector = await connectorOf(sandbox);
    chat = await roomOf(sandbox, 'priya');
    await sandbox.api('POST', '/api/personal-chat', { as: 'priya' });
  });
  beforeEach(() => void bot.received.splice(0));
  after(async () => {
    await bot.stop();
    await sandbox.stop();
  });

  const channel = () => roomOf(sandbox, 'priya', 'NHSmail webinar');
  const last = () => bot.received.at(-1) ?? assert.fail('the bot has heard nothing');
  const press = (conversation: string, message: string, body: object) => sandbox.api('POST', `/api/conversations/${encodeURIComponent(conversation)}/messages/${message}/press`, body).then(answer => z.object({ status: z.number(), body: z.unknown() }).parse(answer));

  it('tells the bot once that it has arrived in a personal chat', async () => {
    await sandbox.api('POST', '/api/personal-chat', { as: 'omar' });
    await sandbox.api('POST', '/api/personal-chat', { as: 'omar' });
    assert.deepEqual(bot.received.map(one => one.type), ['installationUpdate', 'conversationUpdate']);
  });

  it('signs what it sends as the channel does', async () => {
    await say(sandbox, chat, { as: 'priya', text: 'hello' });
    const settings = await settingsOf(sandbox);
    const keys = createRemoteJWKSet(new URL(`${sandbox.url}/login/v1/.well-known/keys`));
    const { payload } = await jwtVerify(last().token, keys, { issuer: 'https://api.botframework.com', audience: settings.MicrosoftAppId ?? '' });
    assert.equal(payload.serviceurl, last().serviceUrl);
    assert.ok(payload.nbf !== undefined && payload.exp !== undefined);
  });

  it('sends a personal message with both tenant fields and a file to fetch without a token', async () => {
    await say(sandbox, chat, { as: 'priya', text: 'here', file });
    const sent = last();
    assert.deepEqual([sent.type, sent.text, sent.conversation.id, sent.conversation.tenantId, sent.channelData], ['message', 'here', chat, tenant, { tenant: { id: tenant } }]);
    assert.match(sent.from.id, /^29:/);
    assert.deepEqual(sent.attachments.map(one => one.contentType), ['application/vnd.microsoft.teams.file.download.info', 'text/html']);
    const { downloadUrl } = download.parse(sent.attachments[0]?.content);
    assert.equal(await (await fetch(downloadUrl)).text(), 'EmailAddress\n');
    assert.equal((await fetch(downloadUrl, { headers: { Authorization: 'Bearer x' } })).status, 400);
    assert.equal(z.object({ bearerTokensSentToFileLinks: z.number() }).parse(await sandbox.api('GET', '/api/graph-log')).bearerTokensSentToFileLinks, 1);
    assert.equal((await fetch(downloadUrl.replace(/tempauth=[^&]*/, 'tempauth=9999999999999.guess'))).status, 401);
    await sandbox.api('PUT', '/api/faults', { downloadExpired: true });
    assert.equal((await fetch(downloadUrl)).status, 401);
    await sandbox.api('PUT', '/api/faults', { downloadExpired: false });
  });

  it('sends a channel message in its thread, with the mention and without the file', async () => {
    const { activityId } = await say(sandbox, await channel(), { as: 'priya', text: 'help', mention: true, file });
    const sent = last();
    assert.equal(sent.text, '<at>LA Desk</at> help');
    assert.equal(sent.conversation.id, `${await channel()};messageid=${activityId}`);
    assert.deepEqual(sent.attachments.map(one => one.contentType), ['text/html']);
    assert.deepEqual(z.array(z.looseObject({ type: z.string() })).parse(sent.entities).map(one => one.type), ['mention', 'clientInfo']);
    await say(sandbox, await channel(), { as: 'tom', text: 'me too', replyTo: activityId });
    assert.deepEqual([last().conversation.id, last().replyToId, last().text], [`${await channel()};messageid=${activityId}`, activityId, 'me too']);
  });

  it('sends a message not taken once more with the same id, and an invoke never', async () => {
    bot.answers.push({ status: 500 }, { status: 202 });
    assert.equal((await say(sandbox, chat, { as: 'priya', text: 'twice' })).botStatus, 202);
    assert.equal(new Set(bot.messages().map(one => one.id)).size, 1);
    assert.equal(bot.messages().length, 2);
    const { id } = await connector('POST', activities(chat), withButton);
    bot.answers.push({ status: 500 });
    assert.equal((await press(chat, id, { as: 'priya', verb: 'submit' })).status, 500);
    assert.equal(bot.received.filter(one => one.type === 'invoke').length, 1);
  });

  it('does not let people speak where they are not', async () => {
    await assert.rejects(say(sandbox, chat, { as: 'tom', text: 'hello' }), /403/);
    await assert.rejects(messagesIn(sandbox, await roomOf(sandbox, 'dan', 'Bulk MFA'), 'priya'), /403/);
  });

  it('presses only what a card offers', async () => {
    const { id } = await connector('POST', activities(chat), withButton);
    await assert.rejects(press(chat, id, { as: 'priya', verb: 'approve' }), /has the verb 'approve'; it has submit/);
  });

  it('shows an answered card to the person who pressed, until the bot changes the message', async () => {
    const room = await channel();
    const thread = await connector('POST', '', { isGroup: true, channelData: { channel: { id: room } }, activity: withButton });
    const id = thread.id.split(';messageid=')[1] ?? '';
    bot.answers.push({ status: 200, json: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { type: 'AdaptiveCard', body: [], version: '1.5' } } });
    const before = await messagesIn(sandbox, room, 'priya');
    await press(room, id, { as: 'priya', verb: 'submit', data: { nonce: 'n' } });
    assert.deepEqual(last().value, { action: { type: 'Action.Execute', verb: 'submit', data: { nonce: 'n' } }, trigger: 'manual' });
    assert.equal(last().replyToId, id);
    const cardOf = async (as: string) => (await messagesIn(sandbox, room, as)).messages.find(one => one.id === id)?.card;
    assert.equal('actions' in (await cardOf('priya') as object), false);
    assert.equal('actions' in (await cardOf('tom') as object), true);
    assert.ok((await messagesIn(sandbox, room, 'priya')).seq > before.seq);
    await connector('PUT', activities(thread.id, id), withButton);
    assert.equal('actions' in (await cardOf('priya') as object), true);
  });

  it('shows a targeted message to its one person', async () => {
    const room = await channel();
    const { from } = await say(sandbox, room, { as: 'tom', text: 'my requests', mention: true }).then(last);
    const sent = await connector('POST', `${activities(room)}?isTargetedActivity=true`, { ...text('only you'), recipient: { id: from.id } });
    assert.equal(sent.status, 201);
    const sees = async (as: string) => (await messagesIn(sandbox, room, as)).messages.some(one => one.id === sent.id);
    assert.deepEqual([await sees('tom'), await sees('lena')], [true, false]);
    assert.equal((await connector('POST', `${activities(room)}?isTargetedActivity=true`, text('nobody'))).status, 400);
    await sandbox.api('PUT', '/api/faults', { connector400: 1 });
    const statuses = [];
    for (const query of ['', '?isTargetedActivity=true', '?isTargetedActivity=true']) statuses.push((await connector('POST', `${activities(room)}${query}`, { ...text('left'), recipient: { id: from.id } })).status);
    assert.deepEqual(statuses, [201, 400, 201]);
  });

  it('answers a long poll at the next change', async () => {
    const { seq } = await messagesIn(sandbox, chat, 'priya');
    const waiting = messagesIn(sandbox, chat, 'priya', `&after=${seq}&wait=20000`);
    await connector('POST', activities(chat), text('now'));
    assert.deepEqual((await waiting).messages.map(one => one.text), ['now']);
  });

  it('delivers a file by consent, in parts or whole', async () => {
    const asked = { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.teams.card.file.consent', name: 'outcome.csv', content: { description: 'Outcome', sizeInBytes: 10, acceptContext: { job: 1 }, declineContext: { job: 1 } } }] };
    const { id } = await connector('POST', activities(chat), asked);
    await sandbox.api('POST', `/api/conversations/${chat}/messages/${id}/consent`, { as: 'priya', accept: true });
    const { context, uploadInfo } = z.object({ context: z.unknown(), action: z.literal('accept'), uploadInfo: z.looseObject({ uploadUrl: z.url(), uniqueId: z.string() }) }).parse(last().value);
    assert.deepEqual([last().name, context], ['fileConsent/invoke', { job: 1 }]);
    const put = (body: string, range?: string) => fetch(uploadInfo.uploadUrl, { method: 'PUT', body, headers: range === undefined ? {} : { 'Content-Range': range } });
    const answers = [await put('0123456789'), await put('01234', 'bytes 0-4/10'), await put('789', 'bytes 7-9/10'), await put('56789', 'bytes 5-9/10')];
    assert.deepEqual(answers.map(answer => answer.status), [400, 202, 416, 201]);
    const [delivered] = z.array(z.object({ id: z.string(), name: z.string(), size: z.number() })).parse(await sandbox.api('GET', '/api/files?as=priya'));
    assert.deepEqual([delivered?.name, delivered?.size, await (await fetch(`${sandbox.url}/api/files/${delivered?.id ?? ''}`)).text()], ['outcome.csv', 10, '0123456789']);
    await assert.rejects(sandbox.api('POST', `/api/conversations/${chat}/messages/${id}/consent`, { as: 'priya', accept: true }), /409/);
  });

  it('has the same conversations after it was killed', async () => {
    await connector('POST', activities(chat), withButton);
    const before = await messagesIn(sandbox, chat, 'priya');
    await sandbox.kill();
    sandbox = await startSandbox({ dataDir: sandbox.dataDir });
    assert.deepEqual(await messagesIn(sandbox, chat, 'priya'), before);
  });
});
