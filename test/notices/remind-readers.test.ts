// Reminding those who have a notice and have not pressed "Got it": bound to their number, once a day, by itself on the day that was chosen.
import assert from 'node:assert/strict';
import { verbs } from '../../src/routes.ts';
import type { Answer } from '../../src/services.ts';
import { advanceNotice } from '../../src/notices/notice.ts';
import { saveNotice } from '../../src/notices/save-notice.ts';
import { onEachEngine } from '../support/database.ts';
import { openDesk, runDue, type Desk } from '../support/desk.ts';
import { aNotice, audienceOf, noticeId } from '../support/notices.ts';
import { channel, dataOf, noRoles, personal, saidBy } from '../support/requests.ts';

const webinars = '19:webinar@thread.tacv2';

onEachEngine('a reminder to press Got it', open => {
  let desk: Desk;
  let told: string[];
  let card: () => ReturnType<typeof dataOf<'delivery'>>;
  beforeEach(async () => {
    desk = await openDesk(await open());
    told = [];
    const shown: ReturnType<typeof card>[] = [];
    card = () => shown.at(-1) ?? assert.fail();
    const see = (content: Parameters<typeof desk.world.send>[1]) => void (content.is === 'card' && content.card.name === 'delivery' && shown.push(content.card.data));
    desk.world.send = ({ id }, content) => (see(content), content.is === 'text' && told.push(`${id}: ${content.text.replaceAll('\\', '')}`), Promise.resolve({ is: 'sent', activityId: `message to ${id}` }));
    desk.world.update = (_to, _id, content) => (see(content), Promise.resolve({ is: 'updated' }));
    desk.world.roles.set('chloe', { ...noRoles, isCommunications: true });
    await desk.store.transaction(async tx => {
      for (const conversation of [channel(webinars), personal('chloe')]) await tx.conversations.remember(conversation, desk.clock.calendar());
      await tx.roster.save([], ['priya', 'tom', 'lena', 'noor'].map(personId => ({ personId, organisation: 'ZZ101', role: 'la', expiresOn: null })));
      const notice = aNotice('scheduled', { audience: audienceOf({ channels: [webinars], people: 'las' }) });
      await tx.notices.insert(notice);
      await saveNotice(tx, desk.services, notice, { actorId: 'chloe', action: 'notice-scheduled' });
    });
    await settle();
  });

  const settle = () => runDue(desk, 'begin-notice', 'remind-readers', 'send-notice', 'show-delivery', 'deliver-post');
  const acknowledge = (...people: string[]) => Promise.all(people.map(personId => desk.store.notices.pressed(noticeId, personId, 'ack', desk.clock.calendar())));
  async function press(verb: 'notice.remind' | 'notice.remind-on', inputs: Record<string, unknown>): Promise<string> {
    const { id, nonce } = (verb === 'notice.remind' ? card().remind?.now : card().remind?.later) ?? assert.fail(verb);
    const answer: Answer = (await verbs[verb]?.(desk.services, { activityId: 'a', conversation: personal('chloe'), personId: 'chloe', personName: 'Chloe Marsh', teamsUserId: '29:chloe', verb, inputs: { id, nonce, ...inputs } })) ?? assert.fail();
    await settle();
    return saidBy(answer);
  }
  const text = 'Reminder: read Directory search is quicker and press **Got it** on its card, further up in this chat.';

  it('goes to those alone who have not pressed, and to no channel', async () => {
    await acknowledge('tom');
    assert.equal(await press('notice.remind', { count: 3 }), 'Reminding 3 people to press Got it.');
    assert.deepEqual(told.toSorted(), ['lena', 'noor', 'priya'].map(who => `a:${who}: ${text}`));
    assert.equal((await desk.store.notices.find(noticeId))?.state, 'sent');
  });

  it('is bound to the number on the button', async () => {
    assert.equal(card().remind?.now?.title, 'Remind 4 to press Got it');
    await acknowledge('tom');
    assert.match(await press('notice.remind', { count: 4 }), /^Nobody was reminded: it is 3 people now/);
    assert.deepEqual([told, card().remind?.now?.title], [[], 'Remind 3 to press Got it']);
  });

  it('comes once a day, however often it is pressed', async () => {
    const pressed = card().remind?.now ?? assert.fail();
    await press('notice.remind', { count: 4 });
    const again = await verbs['notice.remind']?.(desk.services, { activityId: 'b', conversation: personal('chloe'), personId: 'chloe', personName: 'C', teamsUserId: '29:chloe', verb: 'notice.remind', inputs: { ...pressed, count: 4 } });
    await settle();
    assert.match(saidBy(again ?? assert.fail()), /^Reminded today already, at 9am: 4 people/);
    assert.deepEqual([told.length, card().remind?.now], [4, undefined]);
    desk.clock.windTo('2022-09-21T09:00:00+01:00');
    await acknowledge('tom');
    await verbs['notice.remind']?.(desk.services, { activityId: 'c', conversation: personal('chloe'), personId: 'chloe', personName: 'C', teamsUserId: '29:chloe', verb: 'notice.remind', inputs: { ...pressed, count: 3 } });
    await settle();
    assert.equal(told.length, 7);
  });

  it('comes by itself at 10am on the day that was chosen, to whoever is left then', async () => {
    assert.equal(await press('notice.remind-on', { day: '2022-10-31' }), 'Whoever has not pressed Got it by Monday 31 October 2022, 10am, is reminded then.');
    assert.match(card().remind?.line ?? '', /^4 people have it and have not pressed Got it\. Those left are reminded on Monday 31 October 2022, 10am\.$/);
    await acknowledge('tom', 'lena');
    desk.clock.windTo('2022-10-31T09:59:00Z');
    await settle();
    assert.deepEqual(told, []);
    desk.clock.windTo('2022-10-31T10:00:00Z');
    await settle();
    await settle();
    assert.deepEqual(told.toSorted(), ['noor', 'priya'].map(who => `a:${who}: ${text}`));
  });

  it('is left out where its day is over, and where another day was chosen since', async () => {
    await press('notice.remind-on', { day: '2022-10-03' });
    await press('notice.remind-on', { day: '2022-10-05' });
    desk.clock.windTo('2022-10-03T12:00:00+01:00');
    await settle();
    desk.clock.windTo('2022-10-06T00:30:00+01:00');
    await settle();
    assert.deepEqual([told, await desk.store.reminders.of(noticeId)], [[], []]);
  });

  for (const day of ['2022-09-20', '2022-09-19', '2022-12-24', '2022-02-31', 'soon']) {
    it(`takes no ${day} for its day`, async () => {
      assert.match(await press('notice.remind-on', { day }), /^Choose a day from tomorrow on/);
      assert.deepEqual(await desk.store.reminders.of(noticeId), []);
    });
  }

  it('is not for a notice that was withdrawn', async () => {
    const seen = card().remind?.now ?? assert.fail();
    await desk.store.transaction(async tx => {
      const withdrawn = advanceNotice((await tx.notices.lock(noticeId)) ?? assert.fail(), { is: 'withdrawn' }, desk.clock.calendar());
      await saveNotice(tx, desk.services, withdrawn ?? assert.fail(), { actorId: 'chloe', action: 'notice-withdrawn' });
    });
    const answer = await verbs['notice.remind']?.(desk.services, { activityId: 'd', conversation: personal('chloe'), personId: 'chloe', personName: 'C', teamsUserId: '29:chloe', verb: 'notice.remind', inputs: { ...seen, count: 4 } });
    await settle();
    assert.match(saidBy(answer ?? assert.fail()), /^Nobody was reminded/);
    assert.deepEqual([told, card().remind], [[], undefined]);
  });
});
