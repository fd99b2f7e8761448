// Where the parts of notices meet: short messages beside cancelling, pausing, withdrawing and quiet hours, and what a file of columns leaves open in a correction.
import assert from 'node:assert/strict';
import type { Card } from '../../src/cards.ts';
import type { SendResult } from '../../src/services.ts';
import { onEachEngine } from '../support/database.ts';
import { runDue } from '../support/desk.ts';
import { news, openOfficers, toAll, type Officers } from '../support/officers.ts';
import { saidBy } from '../support/requests.ts';

onEachEngine('the parts of notices together', open => {
  let stage: Officers;
  beforeEach(async () => void (stage = await openOfficers(await open())));

  const handedOver = async () => void (await stage.press('chloe', await stage.compose(), 'notice.send'));
  async function sent(): Promise<Card> {
    await handedOver();
    await stage.run();
    return stage.sees('chloe', /^(?:Sent|Sending): /);
  }
  async function corrected(card: Card, typed: Record<string, string>): Promise<string> {
    await stage.press('chloe', card, 'notice.correct-form');
    const preview = await stage.pressed('chloe', await stage.sees('chloe', /^Not corrected yet/), 'notice.correct-preview', typed);
    return stage.textOf(await stage.pressed('chloe', preview, 'notice.correct', typed));
  }
  const answering = (outcomes: Record<string, SendResult>): void => {
    const { send } = stage.desk.world;
    stage.desk.world.send = (to, content) => (content.is === 'card' && content.card.name === 'notice' && outcomes[to.id] !== undefined ? Promise.resolve(outcomes[to.id] ?? assert.fail()) : send(to, content));
  };
  const alerted = () => stage.said.flatMap(({ where, content }) => (content.is === 'text' && content.text.startsWith('It is') ? [where] : [])).toSorted();
  const better = { ...news, title: 'Directory search is slow', alertText: 'It is slow' };

  it('a correction of what was cancelled for some alerts those who have it, and nobody else is sent it', async () => {
    stage.desk.clock.windTo('2022-09-20T18:30:00Z');
    const sending = await sent();
    assert.equal(saidBy(await stage.press('chloe', sending, 'notice.cancel')), 'Cancelled: 1 of 4 had been sent');
    await corrected(await stage.sees('chloe', /^Cancelled/), better);
    stage.desk.clock.windTo('2022-09-21T07:30:00Z');
    await stage.run();
    assert.deepEqual([alerted(), await stage.counts()], [['19:webinar@thread.tacv2'], { delivered: 1, cancelled: 3 }]);
  });

  it('cancelling for those who rest takes no short message from those who have it', async () => {
    const card = await sent();
    await stage.desk.store.transaction(tx => tx.roster.save([], [{ personId: 'noor', organisation: 'ZZ202', role: 'la', expiresOn: null }]));
    stage.desk.clock.windTo('2022-09-20T18:30:00Z');
    await corrected(card, better);
    const { id } = await stage.latest();
    await stage.desk.store.deliveries.add(id, 'card', [{ personId: 'noor', dueAt: new Date('2022-09-21T07:00:00Z'), merge: null }]);
    await stage.run();
    assert.equal(saidBy(await stage.press('chloe', await stage.sees('chloe', /^Sending: 4 of 5 so far$/), 'notice.cancel')), 'Cancelled: 4 of 5 had been sent');
    stage.desk.clock.windTo('2022-09-21T07:30:00Z');
    await stage.run();
    assert.deepEqual([alerted(), await stage.counts()], [['19:webinar@thread.tacv2', 'a:lena', 'a:priya', 'a:tom'], { delivered: 4, cancelled: 1 }]);
  });

  it('is withdrawn while only a short message rests until the morning, which is then never said', async () => {
    const card = await sent();
    stage.desk.clock.windTo('2022-09-20T18:30:00Z');
    await corrected(card, better);
    await stage.run();
    const resting = await stage.sees('chloe', /^Sending: 4 of 4 so far$/);
    assert.ok(stage.titlesOn(resting).includes('Withdraw this notice now'));
    assert.equal(saidBy(await stage.press('chloe', resting, 'notice.withdraw')), 'Withdrawn: every card of it says so');
    stage.desk.clock.windTo('2022-09-21T07:30:00Z');
    await stage.run();
    await stage.sees('priya', /^Withdrawn: Directory search is slow$/);
    assert.deepEqual(alerted(), ['19:webinar@thread.tacv2']);
  });

  it('goes again to the failed in the morning, where that is pressed in their quiet hours', async () => {
    answering({ 'a:tom': { is: 'gone', reason: 'blocked' }, '19:webinar@thread.tacv2': { is: 'gone', reason: 'ForbiddenOperationException' } });
    const card = await sent();
    stage.desk.clock.windTo('2022-09-20T18:30:00Z');
    answering({ 'a:tom': { is: 'sent', activityId: 'm' }, '19:webinar@thread.tacv2': { is: 'sent', activityId: 'n' } });
    await stage.press('chloe', card, 'notice.resend-failed');
    await stage.run();
    assert.equal((await stage.counts())['waiting'], 1);
    stage.desk.clock.windTo('2022-09-21T07:00:00Z');
    await stage.run();
    assert.equal((await stage.counts())['waiting'], undefined);
  });

  it('says of a correction while it is paused that it waits too', async () => {
    await handedOver();
    await runDue(stage.desk, 'begin-notice');
    await stage.press('chloe', await stage.sees('chloe', /^Sending/), 'notice.pause');
    assert.match(await corrected(await stage.sees('chloe', /^Paused/), better), /It is paused: its cards are changed, and the short new message is sent, when you resume it\./);
  });

  it('says in a correction what a file of columns leaves open, also in the short message', async () => {
    await stage.press('chloe', await stage.compose({ ...news, text: 'Plain.' }, toAll), 'notice.send');
    await stage.run();
    await stage.press('chloe', await stage.sees('chloe', /^Sent/), 'notice.correct-form');
    const preview = await stage.pressed('chloe', await stage.sees('chloe', /^Not corrected yet/), 'notice.correct-preview', { ...news, text: 'You have {connections}.', alertText: 'Look at {contact}' });
    assert.match(stage.textOf(preview), /Some would read \{connections\} and \{contact\} as it stands/);
  });
});
