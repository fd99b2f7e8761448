// The bulletin over HTTP: a fortnight's notices, over the night the clocks go forward, gathered into its form, edited, sent, acknowledged and counted.
import assert from 'node:assert/strict';
import { factsOf, partsOf, saidOn } from '../support/card-reading.ts';
import type { Chat } from '../support/chat.ts';
import { sendNotice } from '../support/composing.ts';
import { typed } from '../support/notice-kinds.ts';
import { startWorld, type World } from '../support/world.ts';

const toEverybody = { toPeople: 'las', wantsAck: 'true' } as const;

describe('a bulletin, composed to acknowledged', function () {
  this.timeout(120_000).bail(true);
  let world: World;
  let [chloe, priya]: Chat[] = [];
  const people = () => ({ chloe: chloe ?? assert.fail(), priya: priya ?? assert.fail() });
  const countdown = async () => (await people().priya.messages()).filter(({ card, text }) => card === null && text.includes('Acceptable Use Policy')).map(({ text }) => text.replaceAll('\\', ''));

  before(async () => {
    world = await startWorld({ bot: false });
    await world.wind({ to: '2023-03-24T10:00:00Z' });
    await world.startBot();
    [chloe, priya] = [await world.person('chloe').chat(), await world.person('priya').chat()];
  });
  after(() => world.stop());

  it('comes after a release and a deadline, whose countdown is said at 9am before and after the clocks go forward', async () => {
    await sendNotice(people().chloe, 'release', { ...typed.release, name: 'York', day: '2023-04-20' }, toEverybody);
    await sendNotice(people().chloe, 'deadline', { ...typed.deadline, day: '2023-03-27', time: '17:00', countdown: '2, 1' }, toEverybody);
    const card = await people().priya.card(/^To do by 5pm on Monday 27 March 2023/);
    assert.match(saidOn(card.card), /As of Friday 24 March 2023: 3 days left\./);
    const told: string[][] = [];
    for (const to of ['2023-03-25T08:59:00Z', '2023-03-25T09:00:00Z', '2023-03-26T07:59:00Z', '2023-03-26T08:00:00Z']) {
      await world.wind({ to });
      told.push(await countdown());
    }
    const [two, one] = ['2 days', '1 day'].map(left => `accept the Acceptable Use Policy: to be done in ${left}, by 5pm on Monday 27 March 2023.`);
    assert.deepEqual(told, [[], [two], [two], [two, one]]);
    assert.match(saidOn((await people().priya.card(/^To do by 5pm/, { of: card })).card), /As of Sunday 26 March 2023: 1 day left\./);
    await world.wind({ to: '2023-03-27T16:00:00Z' });
    await people().priya.card(/^Passed on Monday 27 March 2023: accept the Acceptable Use Policy$/, { of: card });
  });

  it('has them in its form, for the officer to edit or drop', async () => {
    await world.wind({ to: '2023-03-28T08:00:00Z' });
    const said = await people().chloe.say('notice');
    const form = await people().chloe.press(await people().chloe.card(/^Nothing composed yet/, { newerThan: said }), 'notice.compose', { kind: 'bulletin' });
    const boxes = Object.fromEntries(partsOf(form.card).filter(part => String(part['type']).startsWith('Input.')).map(part => [String(part['id']), String(part['value'])]));
    assert.deepEqual([boxes['actioned'], boxes['soon'], boxes['live'], boxes['day']], ['', 'Planned: York 1.0 release on Thursday 20 April 2023', 'Passed on Monday 27 March 2023: accept the Acceptable Use Policy', '2023-03-28']);
  });

  it('is sent with what the officer made of it, correct as of its day, acknowledged and counted', async () => {
    const delivery = await sendNotice(people().chloe, 'bulletin', { day: '2023-03-28', intro: 'Three things this fortnight.', actioned: 'Move off TLS 1.1', soon: 'Planned: York 1.0 release on Thursday 20 April 2023', live: '', link: '' }, toEverybody);
    const card = await people().priya.card(/^LA bulletin, Tuesday 28 March 2023: 1 thing to be actioned$/);
    assert.match(saidOn(card.card), /^LA bulletin[^\n]*\nThree things this fortnight\.\nTo be actioned\nMove off TLS 1\.1\nComing soon\nPlanned: York 1\.0 release on Thursday 20 April 2023\nCorrect at the time of publishing, Tuesday 28 March 2023\.$/);
    assert.equal((await people().priya.press(card, 'notice.ack')).message, 'Noted that you have read it: LA bulletin, Tuesday 28 March 2023.');
    await people().priya.press(card, 'notice.ack');
    const counted = await people().chloe.cardOf(delivery, shown => factsOf(shown).some(([title, value]) => title === '1' && value.startsWith('pressed Got it')));
    assert.match(saidOn(counted.card), /delivered/);
  });
});
