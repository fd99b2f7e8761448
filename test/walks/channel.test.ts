// In a channel that thousands read: help and a link, a reference and its state, and nothing else; what does not mention the bot is as if it had never been said.
import assert from 'node:assert/strict';
import { inDatabase } from '../support/bot-database.ts';
import { headingOf, partsOf, saidOn, verbsOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { assertNothingPrivate } from '../support/private.ts';
import { sendList, submit } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

const unmentioned = ['Does anybody know heidi.clue@nhs.example, 07700 900555?', 'my requests', 'R-1', 'Thanks @everybody, LA Desk is great'];

describe('the channel', function () {
  this.timeout(60_000).bail(true);
  let world: World;
  let chat: Chat;
  let channel: Chat;
  let reference: string;

  before(async () => {
    world = await startWorld({ settings: { CHANNEL_FILES: 'off' } });
    await world.faults({ staleReadsMs: 0 });
    chat = await world.person('priya').chat();
    channel = await world.person('priya').channel('NHSmail webinar');
    ({ reference } = await submit(chat, await sendList(chat, await world.makePeople(60, 'ZZ101', 'channel'))));
  });
  after(() => world.stop());

  /** What the bot says in answer, in the same thread. */
  const answerTo = (said: { id: string }, fits: (one: Message) => boolean = () => true) => channel.find(one => one.from === 'bot' && one.replyTo === said.id && fits(one), { what: 'an answer in the thread' });

  it('says nothing to messages that do not mention it', async () => {
    for (const text of unmentioned) assert.equal((await channel.say(text)).botStatus, 200);
    const mentioned = await channel.say('help', { mention: true });
    await answerTo(mentioned);
    assert.equal((await channel.messages()).filter(one => one.from === 'bot').length, 1);
  });

  it('gives help and a link to one\'s own chat', async () => {
    const help = await answerTo(await channel.say('help', { mention: true }));
    assert.equal(headingOf(help.card), 'Ready: use LA Desk in your personal chat');
    assert.deepEqual(partsOf(help.card).filter(part => part['type'] === 'Action.OpenUrl').map(part => part['url']), ['https://teams.microsoft.com/l/chat/0/0?users=28:5aeb0a1d-0000-4000-8000-00000000b071']);
    assert.deepEqual(verbsOn(help.card), []);
  });

  it('opens no file while that is switched off, and answers any other mention with the link', async () => {
    const withFile = await channel.say('please check these', { mention: true, file: { name: 'report.csv', bytes: await world.sample('small-list.csv') } });
    const unopened = await answerTo(withFile);
    assert.deepEqual([unopened.targetedTo, headingOf(unopened.card)], ['priya', 'We did not open your file, but everyone in the team can']);
    const withAddresses = await channel.say('heidi.clue@nhs.example and ida.noh@nhs.example', { mention: true });
    assert.equal(headingOf((await answerTo(withAddresses)).card), 'Ready: use LA Desk in your personal chat');
    const revoke = await channel.say('revoke sessions heidi.clue@nhs.example', { mention: true });
    assert.equal(headingOf((await answerTo(revoke)).card), 'Ready: use LA Desk in your personal chat');
  });

  it('answers "my requests" where only the person reads it', async () => {
    const asked = await channel.say('my requests', { mention: true });
    const inChannel = await answerTo(asked);
    assert.equal(inChannel.text, 'The answer is in your personal chat with LA Desk.');
    assert.equal(inChannel.card, null);
    const own = await chat.card(/^1 request, newest first$/);
    assert.match(saidOn(own.card), new RegExp(`${reference}: submitted\\n60 people`));
  });

  it('gives a link to somebody who never opened a chat with it', async () => {
    const grace = await world.person('grace').channel('NHSmail webinar');
    const asked = await grace.say('my requests', { mention: true });
    assert.equal(headingOf((await answerTo(asked)).card), 'Ready: use LA Desk in your personal chat');
  });

  it('shows a reference and its state, and that is all', async () => {
    const card = await answerTo(await channel.say(`status ${reference}`, { mention: true }));
    assert.equal(saidOn(card.card), `Submitted: ${reference}\nEverything else about it is in your personal chat with LA Desk.`);
    assert.deepEqual(verbsOn(card.card), []);
  });

  it('shows a request to nobody of another organisation', async () => {
    const lena = await world.person('lena').channel('NHSmail webinar');
    const card = await answerTo(await lena.say(`status ${reference}`, { mention: true }));
    assert.equal(headingOf(card.card), `Not found: ${reference}`);
  });

  it('kept nothing of what was not for it, and logged none of it', async () => {
    await world.bot().kill();
    const kept = await inDatabase(world.dataDir, database => database.everything());
    for (const part of ['heidi', 'ida.noh', '900555', 'everybody']) assert.ok(!kept.includes(part), part);
    for (const part of ['heidi', '900555', 'everybody', 'please check']) assert.ok(!world.log().includes(part), part);
    assertNothingPrivate(world.log());
  });
});
