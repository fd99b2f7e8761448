// Signing up on a card, taking it back, the two reminders and the closing.
import assert from 'node:assert/strict';
import { nonceKey } from '../../src/requests/gather.ts';
import { everybody, nonceFor } from '../../src/requests/nonce.ts';
import { verbs } from '../../src/routes.ts';
import { advanceNotice } from '../../src/notices/notice.ts';
import { saveNotice } from '../../src/notices/save-notice.ts';
import type { SignUpFacts } from '../../src/notices/kinds/sign-up.ts';
import { onEachEngine } from '../support/database.ts';
import { openDesk, runDue, type Desk } from '../support/desk.ts';
import { aNotice, aSignUp, audienceOf, noticeId } from '../support/notices.ts';
import { channel, personal, saidBy } from '../support/requests.ts';

const webinars = '19:webinar@thread.tacv2';

onEachEngine('a sign-up', open => {
  let desk: Desk;
  let told: string[];
  let redrawn: string[];
  beforeEach(async () => {
    desk = await openDesk(await open());
    told = [];
    redrawn = [];
    desk.world.send = ({ id }, content) => (content.is === 'text' && told.push(`${id}: ${content.text.replaceAll('\\', '')}`), Promise.resolve({ is: 'sent', activityId: `message to ${id}` }));
    desk.world.update = ({ id }, _activity, content) => (content.is === 'card' && content.card.name === 'notice' && redrawn.push(`${id}: ${content.card.data.heading}`), Promise.resolve({ is: 'updated' }));
    await desk.store.transaction(async tx => {
      for (const conversation of [channel(webinars), ...['chloe', 'tom', 'lena'].map(personal)]) await tx.conversations.remember(conversation, desk.clock.calendar());
      await tx.roster.save([], ['priya', 'tom', 'lena'].map(personId => ({ personId, organisation: 'ZZ101', role: 'la', expiresOn: null })));
    });
  });

  const settle = () => runDue(desk, 'begin-notice', 'tend-sign-up', 'send-notice', 'deliver-post');
  async function sent(more: Partial<SignUpFacts> = {}): Promise<void> {
    const notice = aNotice('scheduled', { kind: 'sign-up', wantsAck: false, facts: aSignUp(more), audience: audienceOf({ channels: [webinars], people: 'las' }) });
    await desk.store.transaction(async tx => {
      await tx.notices.insert(notice);
      await saveNotice(tx, desk.services, notice, { actorId: 'chloe', action: 'notice-scheduled' });
    });
    await settle();
  }
  async function press(personId: string, verb: 'notice.sign-up' | 'notice.take-back', choice = 'Sign me up', from = personal(personId)): Promise<string> {
    const nonce = nonceFor(await nonceKey(desk.store), { requestId: noticeId, version: 1, verb, personId: from.kind === 'channel' ? everybody : personId });
    const answer = await verbs[verb]?.(desk.services, { activityId: 'a', conversation: from, personId, personName: personId, teamsUserId: `29:${personId}`, verb, inputs: { id: noticeId, nonce, choice } });
    await settle();
    return saidBy(answer ?? assert.fail());
  }
  const list = async () => (await desk.store.signUps.of(noticeId)).map(({ personId, choice, state }) => `${personId}: ${choice}, ${state}`);

  it('has places, a waiting list, and tells whoever moves up, in their own chat', async () => {
    await sent({ places: 1 });
    assert.equal(await press('priya', 'notice.sign-up'), 'You are signed up: Digital Heroes, second group.');
    assert.match(await press('tom', 'notice.sign-up', 'Sign me up', channel(webinars)), /^It is full: you are on the waiting list/);
    assert.match(await press('lena', 'notice.sign-up'), /^It is full/);
    assert.equal(await press('priya', 'notice.take-back'), 'You are not signed up: Digital Heroes, second group.');
    assert.deepEqual([await list(), told], [['priya: Sign me up, out', 'tom: Sign me up, in', 'lena: Sign me up, waiting'], ['a:tom: A place is free, and it is yours: you are signed up for Digital Heroes, second group. If you cannot come, take your name off on its card.']]);
  });

  it('gives places that a correction adds to those who waited longest, before anybody who comes later', async () => {
    await sent({ places: 1 });
    for (const who of ['priya', 'tom']) await press(who, 'notice.sign-up');
    await desk.store.transaction(async tx => {
      const more = advanceNotice((await tx.notices.lock(noticeId)) ?? assert.fail(), { is: 'changed', facts: aSignUp({ places: 2 }) }, desk.clock.calendar());
      await saveNotice(tx, desk.services, more ?? assert.fail(), { actorId: 'chloe', action: 'notice-corrected' });
    });
    await settle();
    assert.deepEqual([await list(), told], [['priya: Sign me up, in', 'tom: Sign me up, in'], ['a:tom: A place is free, and it is yours: you are signed up for Digital Heroes, second group. If you cannot come, take your name off on its card.']]);
    assert.match(await press('lena', 'notice.sign-up'), /^It is full/);
  });

  it('counts nothing on what its author was sent first, and says so', async () => {
    await desk.store.notices.insert(aNotice('draft', { kind: 'sign-up', facts: aSignUp() }));
    assert.match(await press('priya', 'notice.sign-up'), /^Only you can see this card/);
  });

  it('takes one of its choices, and another one instead', async () => {
    await sent({ options: ['Tuesday', 'Thursday'] });
    assert.match(await press('priya', 'notice.sign-up', 'Tuesday'), /Your choice: Tuesday\.$/);
    assert.match(await press('priya', 'notice.sign-up', 'Thursday'), /Your choice: Thursday\.$/);
    assert.match(await press('tom', 'notice.sign-up', 'Sunday'), /Nothing was changed/);
    assert.deepEqual(await list(), ['priya: Thursday, in']);
  });

  it('reminds twice those who have not answered, and is not said in the channel', async () => {
    await sent();
    await press('priya', 'notice.sign-up');
    await press('lena', 'notice.take-back');
    for (const when of ['2022-09-30T09:59:00+01:00', '2022-09-30T10:00:00+01:00', '2022-09-30T18:00:00+01:00', '2022-10-05T10:00:00+01:00']) {
      desk.clock.windTo(when);
      await settle();
    }
    assert.deepEqual(told.map(line => line.slice(0, 55)), ['a:lena: Reminder: Digital Heroes, second group closes on', 'a:tom: Reminder: Digital Heroes, second group closes on ', 'a:lena: Reminder: Digital Heroes, second group closes on', 'a:tom: Reminder: Digital Heroes, second group closes on '].map(line => line.slice(0, 55)));
  });

  it('leaves out a reminder whose day is over, and closes by itself with its counts for its author', async () => {
    await sent({ options: ['Tuesday', 'Thursday'] });
    await press('priya', 'notice.sign-up', 'Tuesday');
    desk.clock.windTo('2022-10-01T09:00:00+01:00');
    await settle();
    assert.deepEqual(told, []);
    desk.clock.windTo('2022-10-07T17:00:00+01:00');
    await settle();
    assert.deepEqual(told, ['a:chloe: Closed: Digital Heroes, second group. 1 signed up (Tuesday 1, Thursday 0), 0 waiting, 0 took it back.']);
    assert.equal(redrawn.filter(line => /: Closed/.test(line)).length, 4);
    assert.match(await press('tom', 'notice.sign-up', 'Tuesday'), /^It is closed/);
    assert.deepEqual(await list(), ['priya: Tuesday, in']);
  });
});
