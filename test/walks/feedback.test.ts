// A page reported, answered, added to and done, over HTTP: who hears what, and what the review channel does not.
import assert from 'node:assert/strict';
import { saidOn } from '../support/card-reading.ts';
import type { Chat } from '../support/chat.ts';
import { startWorld, type World } from '../support/world.ts';

describe('a page that is reported', function () {
  this.timeout(120_000).bail(true);
  let world: World;
  let priya: Chat;
  let chloe: Chat;

  before(async () => {
    world = await startWorld();
    [priya, chloe] = [await world.person('priya').chat(), await world.person('chloe').chat()];
  });
  after(() => world.stop());

  it('is reported by its reporter in their own chat', async () => {
    await priya.say('report a page');
    const form = await priya.card(/^Report a page that needs attention$/);
    const sent = await priya.press(form, 'feedback.report', { page: 'https://support.nhs.example/tls', wrong: 'missing-steps', words: 'Step 4 is missing.' });
    assert.match(sent.heading, /^Reported: /);
    await priya.say('my feedback');
    assert.match(saidOn((await priya.card(/^1 report of yours/)).card), /open/);
  });

  it('is listed for communications, and asked about', async () => {
    await chloe.say('feedback list');
    const list = await chloe.card(/^1 report open, oldest first$/);
    const opened = await chloe.press(list, 'feedback.open');
    assert.match(saidOn(opened.card), /Step 4 is missing/);
    const asked = await chloe.press(opened, 'feedback.answer', { outcome: 'needs-more', words: 'Which guide?' });
    assert.match(asked.heading, /^Waiting for more: /);
  });

  it('is added to by its reporter, and done', async () => {
    const asked = await priya.card(/^We need a little more: /);
    assert.match(saidOn(asked.card), /Which guide/);
    await priya.press(asked, 'feedback.add', { words: 'The one for LAs.' });
    await chloe.say('feedback list');
    const again = await chloe.press(await chloe.card(/^1 report open/), 'feedback.open');
    assert.match(saidOn(again.card), /The one for LAs/);
    assert.match((await chloe.press(again, 'feedback.answer', { outcome: 'done', words: '' })).heading, /^Done: /);
    await priya.card(/^Done: /);
    await chloe.say('feedback list');
    await chloe.card(/^Nothing to answer/);
  });

  it('is nothing that a channel hears of', async () => {
    const tom = await world.person('tom').chat();
    await tom.say('my feedback');
    await tom.card(/^Nothing sent yet$/);
    await tom.say('feedback list');
    await tom.card(/^Not shown/);
    const review = await world.person('priya').channel('LA support site review');
    assert.deepEqual((await review.messages()).filter(({ from }) => from === 'bot'), []);
  });
});
