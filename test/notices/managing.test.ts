// A notice that is on its way or out: paused, cancelled, resent to those who lack it, corrected where it is, withdrawn, reported.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import { handleFileConsent } from '../../src/requests/offer-file.ts';
import type { SendResult } from '../../src/services.ts';
import { onEachEngine } from '../support/database.ts';
import { runDue } from '../support/desk.ts';
import { news, openOfficers, type Officers } from '../support/officers.ts';
import { dataOf, noRoles, personal, saidBy } from '../support/requests.ts';

onEachEngine('a notice that is out', open => {
  let stage: Officers;
  beforeEach(async () => void (stage = await openOfficers(await open())));

  const handedOver = async () => void (await stage.press('chloe', await stage.compose(), 'notice.send'));
  async function sent() {
    await handedOver();
    await stage.run();
    return stage.sees('chloe', /^Sent: /);
  }
  async function begun() {
    await handedOver();
    await runDue(stage.desk, 'begin-notice');
    return stage.sees('chloe', /^Sending: 0 of 4 so far$/);
  }
  /** What Teams answers in these chats. */
  function answering(outcomes: Record<string, SendResult>): void {
    const { send } = stage.desk.world;
    stage.desk.world.send = (to, content) => (content.is === 'card' && content.card.name === 'notice' && outcomes[to.id] !== undefined ? Promise.resolve(outcomes[to.id] ?? assert.fail()) : send(to, content));
  }

  it('is paused and resumed, by any officer, and nobody is sent it meanwhile', async () => {
    const card = await begun();
    assert.equal(saidBy(await stage.press('chloe', card, 'notice.pause')), 'Paused: 0 of 4 sent, nothing is being sent');
    assert.equal(saidBy(await stage.press('chloe', card, 'notice.pause')), 'Paused: 0 of 4 sent, nothing is being sent');
    await stage.run();
    assert.deepEqual(await stage.counts(), { waiting: 4 });
    const own = await stage.pressed('mina', await stage.say('mina', 'notices'), 'notice.show');
    assert.equal(saidBy(await stage.press('mina', own, 'notice.resume')), 'Sending: 0 of 4 so far');
    await stage.run();
    assert.deepEqual(await stage.counts(), { delivered: 4 });
  });

  it('says from when those in their quiet hours are sent it', async () => {
    stage.desk.clock.windTo('2022-09-20T18:30:00Z');
    await handedOver();
    await stage.run();
    assert.match(stage.textOf(await stage.sees('chloe', /^Sending: 1 of 4 so far$/)), /Those in their quiet hours are sent it from Wednesday 21 September 2022, 8am\./);
  });

  it('is cancelled for those the button named and not sent, never for more', async () => {
    const card = await begun();
    const { cancel } = dataOf(card, 'delivery');
    assert.deepEqual([cancel?.title, cancel?.waiting], ['Cancel the 4 not sent now', 4]);
    assert.match(stage.textOf(await stage.pressed('chloe', card, 'notice.cancel', { waiting: 3 })), /Nothing was cancelled/);
    assert.equal(saidBy(await stage.press('chloe', card, 'notice.cancel')), 'Cancelled: 0 of 4 had been sent');
    await stage.run();
    assert.deepEqual(await stage.counts(), { cancelled: 4 });
  });

  it('goes again to the failed, as many as the button names, and to the unknown apart', async () => {
    answering({ 'a:tom': { is: 'gone', reason: 'blocked' }, 'a:lena': { is: 'unknown' } });
    const card = await sent();
    assert.equal(saidBy({ card: { is: 'card', card } }), 'Sent: 2 of 4 delivered, 1 failed, 1 unknown');
    assert.ok(stage.titlesOn(card).includes('Resend to the 1 failed') && stage.titlesOn(card).includes('Resend to the 1 unknown'));
    answering({ 'a:tom': { is: 'sent', activityId: 'm' }, 'a:lena': { is: 'sent', activityId: 'm' } });
    assert.match(stage.textOf(await stage.pressed('chloe', card, 'notice.resend-failed', { count: 2 })), /Nothing was sent again/);
    await stage.press('chloe', card, 'notice.resend-failed');
    await stage.press('chloe', card, 'notice.resend-failed');
    await stage.run();
    assert.deepEqual(await stage.counts(), { delivered: 3, unknown: 1 });
    await stage.press('mina', await stage.pressed('mina', await stage.say('mina', 'notices'), 'notice.show'), 'notice.resend-unknown');
    await stage.run();
    assert.deepEqual(await stage.counts(), { delivered: 4 });
  });

  describe('corrected', () => {
    const better = { ...news, title: 'Directory search is slow' };
    async function form() {
      assert.match(saidBy(await stage.press('chloe', await sent(), 'notice.correct-form')), /new card below/);
      return stage.sees('chloe', /^Not corrected yet: Directory search is quicker$/);
    }

    it('is changed everywhere by what the preview showed, with a short new message where there is one', async () => {
      const preview = await stage.pressed('chloe', await form(), 'notice.correct-preview', better);
      assert.equal(dataOf(preview, 'notice-form').preview?.heading, better.title);
      assert.match(stage.textOf(await stage.pressed('chloe', preview, 'notice.correct', { ...better, title: 'Something else' })), /you typed more since the preview/);
      assert.equal((await stage.latest()).revision, 1);
      assert.match(saidBy(await stage.press('chloe', preview, 'notice.correct', { ...better, alertText: 'Search is *slow* now.' })), /^Corrected: Directory search is slow$/);
      await stage.run();
      await stage.sees('priya', /^Directory search is slow$/);
      assert.deepEqual(stage.textsIn('a:priya'), ['Search is \\*slow\\* now\\.']);
      assert.match(stage.textOf(await stage.sees('chloe', /^Sent: 4 of 4/)), /Changed since: every card shows the latest/);
    });

    it('by two at once is corrected once, and the other keeps what they typed', async () => {
      const [card, preview] = [await form(), await stage.pressed('chloe', await stage.sees('chloe', /^Not corrected yet/), 'notice.correct-preview', better)];
      await stage.press('chloe', preview, 'notice.correct', better);
      const late = await stage.pressed('chloe', card, 'notice.correct-preview', { ...news, title: 'Typed by the other' });
      assert.match(stage.textOf(late), /somebody corrected it since you opened this form/);
      assert.equal(dataOf(late, 'notice-form').fields[0]?.line?.value, 'Typed by the other');
    });

    it('says what to mend, and whoever composed it hears of a correction by another', async () => {
      const card = await form();
      assert.match(stage.textOf(await stage.pressed('chloe', card, 'notice.correct-preview', { ...better, link: 'http://x' })), /a link that begins with https/);
      const listed = await stage.pressed('mina', await stage.say('mina', 'notices'), 'notice.show');
      await stage.press('mina', listed, 'notice.correct-form');
      const preview = await stage.pressed('mina', await stage.sees('mina', /^Not corrected yet/), 'notice.correct-preview', better);
      await stage.press('mina', preview, 'notice.correct', better);
      await runDue(stage.desk, 'deliver-post');
      assert.match(stage.textsIn('a:chloe').join(), /^Corrected everywhere: Directory search is slow\. You composed it\./);
    });
  });

  it('is withdrawn: every card of it says so, and it is corrected and resent no more', async () => {
    const card = await sent();
    assert.equal(saidBy(await stage.press('chloe', card, 'notice.withdraw')), 'Withdrawn: every card of it says so');
    await stage.run();
    await stage.sees('priya', /^Withdrawn: Directory search is quicker$/);
    assert.equal(saidBy(await stage.press('chloe', card, 'notice.correct-form')), 'Withdrawn: every card of it says so');
    assert.deepEqual(stage.titlesOn(await stage.sees('chloe', /^Withdrawn/)), ['Get the delivery CSV']);
  });

  it('is reported in a CSV, for officers alone, also when it is accepted', async () => {
    answering({ 'a:tom': { is: 'gone', reason: 'blocked' } });
    const { world, services } = stage.desk;
    for (const [id, displayName] of [['priya', '=Priya Nair'], ['tom', 'Tom Ashworth']] as const) world.people.set(id, { id, displayName, address: `${id}@nhs.example`, isEnabled: true, isGuest: false, organisation: 'ZZ101' });
    const card = await sent();
    await stage.press('priya', await stage.sees('priya', /^Directory search/), 'notice.ack');
    await stage.press('chloe', card, 'notice.csv');
    await runDue(stage.desk, 'deliver-post');
    const offer = stage.said.map(({ content }) => content).find(content => content.is === 'file-consent') ?? assert.fail('nothing was offered');
    assert.deepEqual([offer.name, offer.description], ['Directory search is quicker delivery.csv', '4 rows: who was sent the notice, and what came of it.']);
    const accepted = (personId: string) => handleFileConsent(services, { activityId: `consent ${personId}`, conversation: personal(personId), personId, isAccepted: true, context: offer.context, upload: { uploadUrl: 'https://nhs.example/put', contentUrl: 'https://nhs.example/file', name: offer.name, uniqueId: 'u', fileType: 'csv' } });
    await accepted('priya');
    world.roles.set('mina', noRoles);
    await accepted('mina');
    assert.deepEqual(world.delivered, []);
    stage.desk.world.faults.push(new WorldError('unavailable', 'away'));
    await accepted('chloe');
    await runDue(stage.desk, 'deliver-post');
    assert.equal(stage.textsIn('a:chloe').at(-1), 'The file could not be sent. Press the button again.');
    await accepted('chloe');
    const when = 'Tuesday 20 September 2022, 9am';
    const lines = new TextDecoder().decode(world.delivered[0]).split('\r\n').filter(Boolean);
    assert.deepEqual([lines[0], ...lines.slice(1).toSorted()], [
      '"Name","EmailAddress","Organisation","Outcome","Reason","When","Acknowledged"',
      `"'=Priya Nair","priya@nhs.example","ZZ101","delivered",,"${when}","${when}"`,
      `"Channel: NHSmail webinar",,,"delivered",,"${when}",`,
      `"Tom Ashworth","tom@nhs.example","ZZ101","failed","LA Desk blocked","${when}",`,
      `"not in the directory",,"ZZ202","delivered",,"${when}",`,
    ]);
  });

  it('is drawn again only where something changed: a form that is open elsewhere is not pushed up the chat', async () => {
    const card = await begun();
    const drawn = () => stage.said.filter(({ where, content }) => where === 'a:chloe' && content.is === 'card' && content.card.name === 'delivery').length;
    const before = drawn();
    const { id } = await stage.latest();
    await stage.desk.store.jobs.add({ name: 'show-delivery', key: id, payload: { noticeId: id } });
    await stage.sees('chloe', /^Sending/);
    assert.equal(drawn(), before);
    await stage.press('chloe', card, 'notice.pause');
    await stage.sees('chloe', /^Paused/);
    assert.equal(drawn(), before + 1);
  });
});
