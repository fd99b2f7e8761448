// What somebody chooses of notices, over HTTP: from the help card and by typing, one press each, kept when the bot is started again.
import assert from 'node:assert/strict';
import { saidOn } from '../support/card-reading.ts';
import type { Chat } from '../support/chat.ts';
import { startWorld, type World } from '../support/world.ts';

describe('choosing which notices come', function () {
  this.timeout(120_000).bail(true);
  let world: World;
  let chat: Chat;

  before(async () => {
    world = await startWorld();
    chat = await world.person('priya').chat();
  });
  after(() => world.stop());

  it('begins on the help card', async () => {
    const shown = await chat.press(await chat.card(/^Ready: /), 'notices.preferences');
    assert.match(shown.heading, /^You get every kind of notice in this chat$/);
    assert.match(saidOn(shown.card), /Severe incidents reach you in this chat at any hour/);
  });

  it('is one press for each choice, shown back at once', async () => {
    await chat.say('notices I get');
    const card = await chat.card(/^You get every kind/);
    const less = await chat.press(card, 'notices.prefer', { set: 'release off' });
    assert.equal(less.heading, 'You get 6 of 7 kinds of notices in this chat');
    const quiet = await chat.press(less, 'notices.prefer', { set: 'quiet off' });
    assert.match(saidOn(quiet.card), /\*\*Quiet hours, 6pm to 8am:\*\* off/);
    const there = await chat.press(quiet, 'notices.prefer', { set: 'place channel' });
    assert.equal(there.heading, 'You get 6 of 7 kinds of notices, only in the channel');
  });

  it('is theirs alone, and still so when the bot was started again', async () => {
    await world.bot().stop();
    await world.startBot();
    const tom = await world.person('tom').chat();
    await tom.say('notices I get');
    await tom.card(/^You get every kind/);
    const asked = await chat.say('notices I get');
    await chat.card(/^You get 6 of 7 kinds of notices, only in the channel$/, { newerThan: asked });
  });
});
