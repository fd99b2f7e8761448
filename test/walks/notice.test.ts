// News from its first word to its delivery CSV, over HTTP: composed, approved by another, scheduled, sent, paused, corrected, acknowledged, resent, withdrawn.
import assert from 'node:assert/strict';
import { compose, sendNotice } from '../support/composing.ts';
import { saidOn } from '../support/card-reading.ts';
import type { Chat } from '../support/chat.ts';
import { startWorld, type World } from '../support/world.ts';

const webinars = '19:5aeb0a1d00004000800000000000c002@thread.tacv2';
const news = { title: 'Directory search is quicker', text: 'Search finds people by their job title too.', link: 'https://support.nhs.example/search', pictureUrl: '', pictureWords: '' };

describe('a notice, composed to delivered', function () {
  this.timeout(60_000).bail(true);
  let world: World;
  let chloe: Chat;
  let priya: Chat;
  before(async () => {
    world = await startWorld();
    [chloe, priya] = [await world.person('chloe').chat(), await world.person('priya').chat()];
  });
  after(() => world.stop());

  it('is looked at, sent to all Local Administrators and a channel, and counted', async () => {
    const last = await compose(chloe, 'news', news, { toPeople: 'las', toChannels: webinars, wantsAck: 'true' });
    assert.equal(last.heading, 'Not sent yet: 4 people and 1 channel would get it');
    assert.equal((await chloe.press(last, 'notice.to-me')).message, 'It is below, as its readers would see it.');
    await chloe.card(/^Directory search is quicker$/);
    const of = await sendNotice(chloe, 'news', news, { toPeople: 'las', toChannels: webinars, wantsAck: 'true' });
    await priya.card(/^Directory search is quicker$/);
    const done = await chloe.card(/^Sent: /, { of });
    assert.match(saidOn(done.card), /delivered/);
  });
});
