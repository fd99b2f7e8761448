// News from its first word to its delivery CSV, over HTTP: composed, approved by another, scheduled, sent, paused, corrected, acknowledged, resent, withdrawn.
import assert from 'node:assert/strict';
import { compose } from '../support/composing.ts';
import { factsOf, headingOf, saidOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { startWorld, type World } from '../support/world.ts';

const webinars = '19:5aeb0a1d00004000800000000000c002@thread.tacv2';
const news = { title: 'Directory search is quicker', text: 'Search finds people by their job title too.', link: 'https://support.nhs.example/search', pictureUrl: '', pictureWords: '' };
const slow = { ...news, title: 'Directory search is slow', alertText: 'Directory search is slow today.' };
const toAll = { toPeople: 'las', toChannels: webinars, wantsAck: 'true' } as const;

describe('a notice, composed to withdrawn', function () {
  this.timeout(90_000).bail(true);
  let world: World;
  let chloe: Chat;
  let mina: Chat;
  let priya: Chat;
  let channel: Chat;
  let of: Message;
  before(async () => {
    world = await startWorld({ settings: { NOTICE_APPROVAL: 'on' } });
    [chloe, mina, priya] = [await world.person('chloe').chat(), await world.person('mina').chat(), await world.person('priya').chat()];
    channel = await world.person('tom').channel('NHSmail webinar');
  });
  after(() => world.stop());

  it('shows what to mend, then the card as readers will see it, and sends it to its author first', async () => {
    const said = await chloe.say('notice');
    const form = await chloe.press(await chloe.card(/^Nothing composed yet/, { newerThan: said }), 'notice.compose', { kind: 'news' });
    const refused = await chloe.press(form, 'notice.preview', { ...news, link: 'http://support.nhs.example' });
    assert.match(saidOn(refused.card), /a link that begins with https/);
    const preview = await chloe.press(refused, 'notice.preview', news);
    assert.match(saidOn(preview.card), /As readers will see it\nDirectory search is quicker\nSearch finds people by their job title too\./);
    assert.equal((await chloe.press(await chloe.press(preview, 'notice.next', news), 'notice.who', { ...toAll, toPeople: 'none', toChannels: '' })).heading, 'Not sent yet: choose who gets it, and when');
    const last = await compose(chloe, 'news', news, { ...toAll, sendDate: '2022-09-21', sendTime: '09:00' });
    assert.equal(last.heading, 'Not sent yet: 4 people and 1 channel would get it');
    assert.equal((await chloe.press(last, 'notice.to-me')).message, 'It is below, as its readers would see it.');
    await chloe.card(/^Directory search is quicker$/);
    assert.match((await chloe.press(last, 'notice.send')).heading, /^Asked for approval: 4 people and 1 channel/);
    of = await chloe.card(/^Waiting for somebody else to approve it$/);
  });

  it('is approved by another, as they saw it, and waits for its time', async () => {
    const asked = await mina.card(/^Waiting for your approval: 4 people and 1 channel would get it$/);
    assert.match(saidOn(asked.card), /Goes to: NHSmail webinar and all Local Administrators\nWhen: Wednesday 21 September 2022, 9am/);
    assert.equal((await mina.press(asked, 'notice.approve')).heading, 'Approved by Mina Rowe: Directory search is quicker');
    await chloe.card(/^Scheduled for Wednesday 21 September 2022, 9am$/, { of });
    assert.equal((await priya.messages()).some(({ card }) => headingOf(card) === news.title), false);
  });

  it('is sent when its time has come; paused, nobody is sent it until it is resumed', async () => {
    await world.faults({ connector429: 1_000, connectorRetryAfter: 1, connectorIn: priya.id });
    const winding = world.wind({ by: 86_400_000 });
    await chloe.press(await chloe.card(/^Sending: 4 of 5 so far$/, { of }), 'notice.pause');
    await chloe.card(/^Paused: 4 of 5 sent, nothing is being sent$/, { of });
    await world.faults({ connector429: 0, connectorIn: '' });
    await winding;
    assert.equal((await priya.messages()).some(({ card }) => headingOf(card) === news.title), false);
    await chloe.press(await chloe.card(/^Paused/, { of }), 'notice.resume');
    const { card } = await chloe.card(/^Sent: 2 of 5 delivered, 3 failed$/, { of });
    assert.deepEqual(factsOf(card).find(([count]) => count === '3'), ['3', 'failed: LA Desk not installed']);
    await priya.card(/^Directory search is quicker$/);
    await channel.card(/^Directory search is quicker$/);
  });

  it('goes again to those it failed for, and to nobody else', async () => {
    const late = [await world.person('tom').chat(), await world.person('grace').chat(), await world.person('lena').chat()];
    await chloe.press(await chloe.card(/^Sent: 2 of 5/, { of }), 'notice.resend-failed');
    await chloe.card(/^Sent: 5 of 5 delivered$/, { of });
    for (const chat of late) await chat.card(/^Directory search is quicker$/);
    assert.equal((await priya.messages()).filter(({ card }) => headingOf(card) === news.title).length, 1);
  });

  it('is acknowledged in a chat and in the channel, and counted', async () => {
    assert.match(String((await priya.press(await priya.card(/^Directory search is quicker$/), 'notice.ack')).message), /^Noted that you have read it/);
    assert.match(String((await channel.press(await channel.card(/^Directory search is quicker$/), 'notice.ack')).message), /^Noted/);
    const { card } = await chloe.cardOf(of, shown => factsOf(shown).some(([count, what]) => count === '2' && what === 'pressed Got it (50% of people told)'), 'two who pressed Got it');
    assert.match(saidOn(card), /Approved by: Mina Rowe/);
  });

  it('is corrected where it is, and a short new message says so', async () => {
    assert.equal((await chloe.press(await chloe.card(/^Sent/, { of }), 'notice.correct-form')).message, 'The form is in a new card below.');
    const preview = await chloe.press(await chloe.card(/^Not corrected yet: Directory search is quicker$/), 'notice.correct-preview', slow);
    assert.equal((await chloe.press(preview, 'notice.correct', slow)).heading, 'Corrected: Directory search is slow');
    await priya.card(/^Directory search is slow$/);
    await channel.card(/^Directory search is slow$/);
    await priya.find(({ text }) => text.replaceAll('\\', '') === slow.alertText);
    await mina.find(({ text }) => text.startsWith('Corrected everywhere: Directory search is slow'));
  });

  it('reports one row for each recipient', async () => {
    await chloe.press(await chloe.card(/^Sent: 5 of 5/, { of }), 'notice.csv');
    const rows = (await chloe.acceptFile(/delivery\.csv$/)).trim().split('\r\n');
    assert.equal(rows.length, 6);
    assert.ok(rows.some(row => /^"Priya Nair","priya\.nair@nhs\.example","ZZ101","delivered",,"[^"]+","[^"]+"$/.test(row)), rows.join('\n'));
    assert.ok(rows.some(row => row.startsWith('"Channel: NHSmail webinar"')));
  });

  it('is withdrawn everywhere', async () => {
    assert.equal((await chloe.press(await chloe.card(/^Sent: 5 of 5/, { of }), 'notice.withdraw')).heading, 'Withdrawn: every card of it says so');
    await priya.card(/^Withdrawn: Directory search is slow$/);
    await channel.card(/^Withdrawn: Directory search is slow$/);
    await mina.say('notices');
    assert.match(saidOn((await mina.card(/^\d notices?, newest first$/)).card), /Directory search is slow: withdrawn/);
  });
});
