// A release over HTTP: tentative, confirmed, moved past the night the clocks go back, deployed. One card everywhere, and short messages to whom they concern.
import assert from 'node:assert/strict';
import { headingOf, saidOn, verbsOn } from '../support/card-reading.ts';
import type { Answer, Chat, Message } from '../support/chat.ts';
import { sendNotice } from '../support/composing.ts';
import { typed } from '../support/notice-kinds.ts';
import { startWorld, type World } from '../support/world.ts';

const webinars = '19:5aeb0a1d00004000800000000000c002@thread.tacv2';
const toEverybody = { toPeople: 'las', toChannels: webinars, wantsAck: 'true' } as const;

describe('a release, tentative to deployed', function () {
  this.timeout(120_000).bail(true);
  let world: World;
  let [chloe, priya, tom]: Chat[] = [];
  let channel: Chat;
  let delivery: Message;
  let card: Message;
  const own = () => ({ chloe: chloe ?? assert.fail(), priya: priya ?? assert.fail(), tom: tom ?? assert.fail() });
  const texts = async (chat: Chat): Promise<string[]> => (await chat.messages()).filter(({ from, card: shown, text }) => from === 'bot' && shown === null && /Linden/.test(text)).map(({ text }) => text.replaceAll('\\', ''));
  const cards = async (chat: Chat) => (await chat.messages()).filter(one => /Linden/.test(headingOf(one.card)));

  /** As the officer does: the card that counts, what has changed, its form. */
  async function change(id: string, more: Record<string, string>): Promise<Answer> {
    const pressed = await own().chloe.press(delivery, 'notice.changes');
    const list = await own().chloe.card(/^What has changed: Linden/, { newerThan: pressed });
    return own().chloe.press(await own().chloe.press(list, 'notice.change-form', { change: id }), 'notice.change', more);
  }

  before(async () => {
    world = await startWorld({ bot: false });
    await world.wind({ to: '2022-10-28T09:00:00Z' });
    await world.startBot();
    [chloe, priya, tom] = [await world.person('chloe').chat(), await world.person('priya').chat(), await world.person('tom').chat()];
    channel = await world.person('priya').channel('NHSmail webinar');
  });
  after(() => world.stop());

  it('is announced as tentative, to Local Administrators and a channel', async () => {
    delivery = await sendNotice(own().chloe, 'release', { ...typed.release, certainty: 'tentative', day: '2022-10-29' }, toEverybody);
    card = await own().priya.card(/^Tentative: Linden 1\\\.0 release on Saturday 29 October 2022$/);
    assert.deepEqual(verbsOn(card.card), ['notice.follow', 'notice.ack']);
    const shown = await channel.card(/^Tentative: Linden/);
    assert.deepEqual(verbsOn(shown.card), ['notice.follow', 'notice.ack']);
    delivery = await own().chloe.card(/^Sent: /, { of: delivery });
  });

  it('can be followed, and is confirmed for those alone who do', async () => {
    assert.match((await own().priya.press(card, 'notice.follow')).message ?? '', /You will be told in your own chat/);
    const saved = await change('confirm', { day: '2022-10-29', from: '18:00', to: '20:00' });
    assert.match(saved.heading, /^Saved: every card of Linden/);
    await own().priya.card(/^Planned: Linden/, { of: card });
    await own().priya.find(({ text }) => text.includes('is now planned for Saturday 29 October 2022, 6pm to 8pm'));
    assert.deepEqual([await texts(own().tom), await texts(channel)], [[], []]);
  });

  it('moves past the night the clocks go back: the card everywhere, and a short message to everybody, once', async () => {
    const pressed = await own().chloe.press(delivery, 'notice.changes');
    const list = await own().chloe.card(/^What has changed: Linden/, { newerThan: pressed });
    const form = await own().chloe.press(list, 'notice.change-form', { change: 'move' });
    const filled = { certainty: 'planned', day: '2022-10-31', from: '18:00', to: '20:00', note: 'More testing is needed on MFA status.' };
    const answers = await Promise.all([own().chloe.press(form, 'notice.change', filled), own().chloe.press(form, 'notice.change', filled)]);
    assert.deepEqual(answers.map(({ heading }) => heading.slice(0, 6)).toSorted(), ['Change', 'Saved:']);
    const moved = await own().priya.card(/^Moved: Linden 1\\\.0 release is now on Monday 31 October 2022$/, { of: card });
    assert.match(saidOn(moved.card), /It was Saturday 29 October 2022\. More testing is needed on MFA status\.\nRelease hours: 6pm to 8pm\./);
    const words = 'Linden 1.0 has moved to Monday 31 October 2022. It was Saturday 29 October.';
    for (const chat of [own().priya, own().tom, channel]) await chat.find(({ text }) => text.replaceAll('\\', '') === words);
    await world.wind({ by: 60_000 });
    assert.deepEqual([(await texts(own().tom)).length, (await texts(channel)).length, (await cards(own().tom)).length, (await cards(channel)).length], [1, 1, 1, 1]);
  });

  it('asks its author at 9am in London the morning after, when nobody has said what came of it', async () => {
    await world.wind({ to: '2022-11-01T08:59:00Z' });
    assert.deepEqual((await own().chloe.messages()).filter(one => headingOf(one.card).startsWith('To do: Linden')), []);
    await world.wind({ to: '2022-11-01T09:00:00Z' });
    const asked = await own().chloe.card(/^To do: Linden/);
    assert.match(saidOn(asked.card), /was on Monday 31 October 2022, and its card still says so\./);
    const form = await own().chloe.press(asked, 'notice.change-form', { change: 'deployed' });
    assert.match((await own().chloe.press(form, 'notice.change', { day: '2022-11-02', note: '' })).heading, /^Not saved yet/);
    assert.match((await own().chloe.press(form, 'notice.change', { day: '2022-10-31', note: '' })).heading, /^Saved/);
  });

  it('is deployed: nothing more to follow, told to who did, never to the others', async () => {
    const deployed = await own().priya.card(/^Deployed: Linden 1\\\.0 release on Monday 31 October 2022$/, { of: card });
    assert.deepEqual(verbsOn(deployed.card), ['notice.ack']);
    await own().priya.find(({ text }) => text.includes('was deployed on Monday 31 October 2022'));
    await channel.card(/^Deployed: Linden/);
    await world.wind({ by: 86_400_000 });
    assert.deepEqual([(await texts(own().priya)).length, (await texts(own().tom)).length, (await texts(channel)).length], [3, 1, 1]);
    assert.match((await own().priya.press(deployed, 'notice.ack')).message ?? '', /^Noted that you have read it: Linden 1\.0\.$/);
  });
});
