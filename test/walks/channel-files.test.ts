// A CSV in a channel that thousands read: checked in the sender's own chat, and the channel learns that a file was checked and nothing more.
import assert from 'node:assert/strict';
import { headingOf, partsOf, saidOn, verbsOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { assertNothingPrivate } from '../support/private.ts';
import { startWorld, type World } from '../support/world.ts';

const publicWords = 'A file was checked. The person who sent it has the result in their personal chat.';
const open = 'Everyone in the team can open the file you posted';
const listOf = (addresses: readonly string[]) => ['EmailAddress', ...addresses, ''].join('\r\n');

describe('a file in a channel', function () {
  this.timeout(90_000);
  let world: World;
  let priya: Chat;
  let channel: Chat;
  let tom: Chat;
  let people: string[];

  before(async () => {
    world = await startWorld();
    priya = await world.person('priya').chat();
    channel = await world.person('priya').channel('NHSmail webinar');
    tom = await world.person('tom').channel('NHSmail webinar');
    people = await world.makePeople(60, 'ZZ101', 'posted');
    await priya.card(/^Ready/);
  });
  after(() => world.stop());
  afterEach(() => world.faults({ channelMessageDelayMs: 0, graphDown: false, downloadSlowMs: 0 }));

  const inThread = (chat: Chat, root: string, what: string, fits: (one: Message) => boolean) => chat.find(one => one.from === 'bot' && one.replyTo === root && fits(one), { what });
  const targeted = (chat: Chat, root: string, heading: string) => inThread(chat, root, `only for them: ${heading}`, one => one.targetedTo !== null && headingOf(one.card) === heading);
  const publicly = (root: string) => inThread(tom, root, 'that a file was checked', one => one.text === publicWords);
  /** What somebody else in the team sees of the bot in a thread. */
  const seenByOthers = async (root: string) => (await tom.messages()).filter(one => one.from === 'bot' && one.replyTo === root);
  const ask = (chat: Chat, name: string, bytes: string, more: { replyTo?: string } = {}) => chat.say('enable MFA', { mention: true, file: { name, bytes }, ...more });

  it('is checked as in the personal chat, though Graph shows the message late', async () => {
    await world.faults({ channelMessageDelayMs: 2_000 });
    const said = await ask(channel, 'posted-list.csv', listOf(people));
    assert.equal(said.botStatus, 200);
    const told = await targeted(channel, said.id, open);
    assert.deepEqual([told.targetedTo, verbsOn(told.card)], ['priya', []]);
    assert.match(saidOn(told.card), /the result comes to your personal chat with LA Desk, not to the channel\.[^]*More options[^]*Delete[^]*Files/);
    assert.deepEqual(partsOf(told.card).flatMap(part => (part['type'] === 'Action.OpenUrl' ? [part['url']] : [])), ['https://teams.microsoft.com/l/chat/0/0?users=28:5aeb0a1d-0000-4000-8000-00000000b071']);
    const report = await priya.card(/^Checked, not submitted: 60 of 60 people would get MFA$/);
    assert.ok(verbsOn(report.card).includes('request.form') || verbsOn(report.card).includes('check.confirm'));
    await publicly(said.id);
    const others = await seenByOthers(said.id);
    assert.deepEqual(others.map(one => [one.text, one.card]), [[publicWords, null]]);
    assert.equal((await world.graphLog()).bearerTokensSentToFileLinks, 0);
  });

  it('is found in a reply too', async () => {
    const root = await tom.say('Send your lists here');
    await ask(channel, 'reply-list.csv', listOf(people.slice(0, 3)), { replyTo: root.id });
    await targeted(channel, root.id, open);
    await priya.card(/^Checked: 3 of 3 people would get MFA/);
    await publicly(root.id);
    assert.ok((await world.graphLog()).requests.some(({ path, status }) => path.includes(`/messages/${root.id}/replies/`) && status === 200));
  });

  it('says which others were not read, where several came', async () => {
    const said = await channel.say('enable MFA', { mention: true, files: [{ name: 'first.csv', bytes: listOf(people.slice(0, 4)) }, { name: 'second.csv', bytes: listOf(people.slice(5, 10)) }] });
    await priya.card(/^Checked: 4 of 4 people would get MFA/);
    await priya.find(one => one.text === '1 more file was not read. Send each file in a message of its own.', { what: 'what was not read' });
    await publicly(said.id);
  });

  it('answers a workbook where only its sender reads it, and tells the channel nothing', async () => {
    const said = await ask(channel, 'book.xlsx', 'PK\u0003\u0004xl/workbook.xml');
    await targeted(channel, said.id, open);
    const answer = await priya.card(/^We could not read book\\?\.xlsx/);
    assert.match(saidOn(answer.card), /Nothing was checked and nothing was kept/);
    assert.deepEqual(await seenByOthers(said.id), []);
  });

  it('answers a file over the limit where only its sender reads it, and tells the channel nothing', async () => {
    const row = `${people[0] ?? ''},${'x'.repeat(60_000)}\r\n`;
    const said = await ask(channel, 'huge.csv', `EmailAddress,Notes\r\n${row.repeat(1_800)}`);
    assert.equal(said.botStatus, 200);
    await targeted(channel, said.id, open);
    const answer = await priya.card(/^We could not read huge\\?\.csv/, { withinMs: 40_000 });
    assert.match(saidOn(answer.card), /larger than 100 MB\. Send it in parts/);
    assert.deepEqual(await seenByOthers(said.id), []);
  });

  it('asks for the file where the words came without one', async () => {
    const said = await channel.say('enable MFA', { mention: true });
    const told = await targeted(channel, said.id, 'Not checked: no file came with your message');
    assert.equal(told.targetedTo, 'priya');
    assert.deepEqual(await seenByOthers(said.id), []);
  });

  it('stops where the message was taken back before it could be read', async () => {
    await world.faults({ channelMessageDelayMs: 3_000 });
    const said = await ask(channel, 'taken-back.csv', listOf(people));
    await channel.deleteMessage(said.id);
    await priya.card(/^Not checked: your message in the channel was deleted$/);
    assert.deepEqual(await seenByOthers(said.id), []);
  });

  it('says so where the file was deleted before it could be read', async () => {
    await world.faults({ channelMessageDelayMs: 3_000 });
    const said = await ask(channel, 'deleted.csv', listOf(people));
    await channel.deleteFile(said.id);
    await priya.find(one => headingOf(one.card) === 'Not checked: the file is not in the channel any more', { what: 'that the file is gone', withinMs: 30_000 });
    assert.deepEqual(await seenByOthers(said.id), []);
  });

  it('is opened for nobody who is not on the roster', async () => {
    const noor = await world.person('noor').channel('NHSmail webinar');
    const before = (await world.graphLog()).requests.length;
    const said = await ask(noor, 'noor.csv', listOf(people));
    const told = await targeted(noor, said.id, 'We did not open your file, but everyone in the team can');
    assert.match(saidOn(told.card), /Ask your Primary Local Administrator to add you/);
    const reads = (await world.graphLog()).requests.slice(before).filter(({ path }) => /\/messages\/|\/shares\//.test(path));
    assert.deepEqual([reads, await seenByOthers(said.id)], [[], []]);
  });

  it('tells somebody without a chat how to get one, and opens nothing', async () => {
    const grace = await world.person('grace').channel('NHSmail webinar');
    const said = await ask(grace, 'grace.csv', listOf(people));
    const told = await targeted(grace, said.id, 'Not checked: you do not have a chat with LA Desk yet');
    assert.match(saidOn(told.card), /add LA Desk under \*\*Apps\*\* and send it \*\*hello\*\*/);
    assert.deepEqual(await seenByOthers(said.id), []);
  });

  it('leaves nothing private in the log, and no file name', () => {
    assertNothingPrivate(world.log());
    for (const name of ['posted-list', 'grace.csv', 'sharepoint/sites']) assert.ok(!world.log().includes(name), name);
  });
});

describe('a file in a channel, while reading is off or not permitted', function () {
  this.timeout(90_000);
  let world: World;
  let channel: Chat;
  before(async () => {
    world = await startWorld({ bot: false });
    channel = await world.person('priya').channel('NHSmail webinar');
  });
  after(() => world.stop());

  const file = { name: 'list.csv', bytes: listOf(['heidi.clue@nhs.example']) };
  const reads = async () => (await world.graphLog()).requests.filter(({ path }) => /\/messages\/|\/shares\//.test(path));

  it('off: its sender is told that it was not opened, and that others can', async () => {
    const bot = await world.startBot({ CHANNEL_FILES: 'off' });
    const said = await channel.say('enable MFA', { mention: true, file });
    const told = await channel.find(one => one.from === 'bot' && one.replyTo === said.id, { what: 'an answer' });
    assert.deepEqual([told.targetedTo, headingOf(told.card)], ['priya', 'We did not open your file, but everyone in the team can']);
    assert.deepEqual(await reads(), []);
    const asked = await channel.say('enable MFA', { mention: true });
    const help = await channel.find(one => one.from === 'bot' && one.replyTo === asked.id, { what: 'an answer to words alone' });
    assert.equal(headingOf(help.card), 'Ready: use LA Desk in your personal chat');
    await bot.stop();
  });

  it('on, but without Files.Read.All: the sender is told, and the log says what to grant', async () => {
    const settings = await world.api('GET', '/api/settings') as Record<string, string>;
    const bot = await world.startBot({ GRAPH_FILES_CLIENT_ID: settings['GRAPH_READ_CLIENT_ID'] ?? '', GRAPH_FILES_CLIENT_SECRET: settings['GRAPH_READ_CLIENT_SECRET'] ?? '' });
    const chat = await world.person('priya').chat();
    await channel.say('enable MFA', { mention: true, file });
    await chat.card(/^Not read: LA Desk may not open files in that channel$/);
    assert.match(bot.log(), /is Files\.Read\.All granted to the files identity/);
    assert.match(bot.log(), /CHANNEL_FILES is on, but the files identity lacks Files\.Read\.All/, 'it is told at start already');
  });
});
