// Where the parts of notices meet: short messages beside cancelling, pausing, withdrawing and quiet hours, and what a file of columns leaves open in a correction.
import assert from 'node:assert/strict';
import type { Card } from '../../src/cards.ts';
import type { SendResult } from '../../src/services.ts';
import { onEachEngine } from '../support/database.ts';
import { runDue } from '../support/desk.ts';
import { news, openOfficers, toAll, type Officers } from '../support/officers.ts';
import { incidentFacts } from '../../src/notices/kinds/incident.ts';
import type { NoticeKindName } from '../../src/notices/notice.ts';
import { saveNotice } from '../../src/notices/save-notice.ts';
import { announce, redrawAndSay } from '../../src/notices/webinar/publish.ts';
import { factsOf, typed } from '../support/notice-kinds.ts';
import { aNotice, audienceOf, noticeId } from '../support/notices.ts';
import { saidBy } from '../support/requests.ts';
import { aDate, aSeries } from '../support/webinars.ts';

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

  it('whoever may have the old card, or is about to, hears a short message too', async () => {
    answering({ 'a:tom': { is: 'unknown' } });
    const { store } = stage.desk;
    const card = await sent();
    const { id } = await stage.latest();
    await store.transaction(tx => tx.roster.save([], [{ personId: 'noor', organisation: 'ZZ202', role: 'la', expiresOn: null }]));
    await store.deliveries.add(id, 'card', [{ personId: 'noor', dueAt: stage.desk.clock.calendar(), merge: null }]);
    await store.notices.save({ ...(await stage.latest()), state: 'sending' });
    const [under] = await store.deliveries.claim(id, { owner: 'other', until: new Date(stage.desk.clock.machine() + 60_000) }, { now: stage.desk.clock.calendar(), machineNow: new Date(stage.desk.clock.machine()), limit: 1 });
    await store.deliveries.begin([{ id: under?.id ?? assert.fail(), conversationId: 'a:noor' }], { owner: 'other', until: new Date(stage.desk.clock.machine() + 60_000) });
    await corrected(card, better);
    await stage.run();
    assert.deepEqual(alerted(), ['19:webinar@thread.tacv2', 'a:lena', 'a:noor', 'a:priya', 'a:tom']);
  });

  it('a sign-up that reminded nobody by itself is not counted as a reminder', async () => {
    const { store, clock } = stage.desk;
    const card = await sent();
    assert.match(stage.textOf(card), /3 people have it and have not pressed Got it/);
    await store.reminders.sent((await stage.latest()).id, { day: '2022-09-19', dueAt: new Date('2022-09-19T09:00:00Z'), askedBy: 'la-desk' }, 0);
    assert.doesNotMatch(stage.textOf(await stage.pressed('chloe', await stage.say('chloe', 'notices'), 'notice.show')), /0 people were reminded/);
    assert.ok(clock.calendar() > new Date('2022-09-19T09:00:00Z'));
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

  /** Sent to all, as it comes from its form. */
  async function out(kind: NoticeKindName, facts: unknown): Promise<Card> {
    const notice = aNotice('scheduled', { kind, facts, audience: audienceOf({ people: 'las' }) });
    await stage.desk.store.transaction(async tx => {
      await tx.notices.insert(notice);
      await saveNotice(tx, stage.desk.services, notice, { actorId: 'chloe', action: 'notice-scheduled' });
    });
    await stage.run();
    return stage.sees('chloe', /^(?:Sent|Sending): /);
  }
  const incidentTyped = { ...typed.incident, severity: 'low', sinceDay: '2022-09-20', sinceTime: '08:00', dueDay: '', dueTime: '' };

  it('an incident that is corrected to severe reaches whoever rests or had it off, also without a short message', async () => {
    await stage.desk.store.transaction(async tx => tx.preferences.save('tom', { ...(await tx.preferences.lock('tom', { off: [], place: 'own-chat', isQuiet: true })), off: ['incident'] }, stage.desk.clock.calendar()));
    stage.desk.clock.windTo('2022-09-20T18:30:00Z');
    const card = await out('incident', factsOf('incident', incidentTyped, '2022-09-20T18:30:00Z'));
    assert.deepEqual(await stage.counts(), { waiting: 2 });
    await corrected(card, { ...incidentTyped, severity: 'high' });
    await stage.run();
    assert.deepEqual(await stage.counts(), { delivered: 3 });
  });

  it('an incident whose reference is corrected follows what waits behind the right one', async () => {
    await stage.desk.store.incidents.open({ id: '5aeb0a1d-0000-4000-8000-00000000f001', kind: 'incident', reference: 'INC31020388', title: 'slow', link: null, requestIds: ['00000000-0000-4000-8000-000000002041'], openedByName: 'Dan', openedAt: stage.desk.clock.calendar(), endedAt: null });
    const bulk = async () => incidentFacts.parse((await stage.latest()).facts).bulk;
    await corrected(await out('incident', factsOf('incident', { ...incidentTyped, reference: 'INC31020389' }, '2022-09-20T09:00:00Z')), incidentTyped);
    assert.equal(await bulk(), 'held');
    await corrected(await stage.sees('chloe', /^Sen/), { ...incidentTyped, reference: 'INC31020389' });
    assert.equal(await bulk(), 'none');
  });

  it('a webinar that changes before its announcement has begun is announced, as it is then', async () => {
    const { store, services } = stage.desk;
    const [series, occurrence] = [aSeries(), aDate(new Date('2022-09-23T11:30:00Z'))];
    await store.transaction(async tx => {
      await tx.series.add(series);
      await announce(tx, services, { occurrence, series, taken: [], updates: [] });
      await redrawAndSay(tx, services, { occurrence: { ...occurrence, startsAt: new Date('2022-09-23T12:00:00Z'), movedFrom: occurrence.startsAt }, series, taken: [], updates: [] }, 'It is moved.');
    });
    await stage.run();
    assert.deepEqual(await stage.counts(), { delivered: 4 });
    await stage.sees('priya', /^Moved: LA webinar is now on Friday 23 September 2022, 1pm/);
  });

  it('a webinar is changed and cancelled where its date is: its notice has no form, and is not withdrawn under the series', async () => {
    const { store, clock, services } = stage.desk;
    const [series, occurrence] = [aSeries(), aDate(new Date('2022-09-23T11:30:00Z'))];
    await store.transaction(async tx => {
      await tx.series.add(series);
      await announce(tx, services, { occurrence, series, taken: [], updates: [] });
    });
    await stage.run();
    const card = await stage.pressed('chloe', await stage.say('chloe', 'notices'), 'notice.show');
    assert.deepEqual([saidBy({ card: { is: 'card', card } }), stage.titlesOn(card)], ['Sent: 4 of 4 delivered', ['Get the delivery CSV']]);
    assert.match(stage.textOf(card), /type \*\*webinar series\*\*/);
    assert.ok(clock.calendar() < occurrence.startsAt);
  });

  it('a file of columns that comes while a notice waits for approval takes back the cards that asked', async () => {
    const asking = aNotice('awaiting-approval', { audience: audienceOf({ people: 'las' }) });
    await stage.desk.store.transaction(async tx => {
      await tx.notices.insert(asking);
      await saveNotice(tx, stage.desk.services, asking, { actorId: 'chloe', action: 'notice-approval-asked' });
    });
    await stage.desk.store.jobs.add({ name: 'ask-approval', key: noticeId, payload: { noticeId } });
    const card = await stage.sees('mina', /^Waiting for your approval/);
    await stage.attach('chloe', 'ODS code,connections\nZZ101,12\n');
    await stage.sees('chloe', /^Audience set/);
    await stage.sees('mina', /^Taken back by its author: Directory search is quicker$/);
    await stage.sees('chloe', /^Taken back by its author/);
    assert.match(saidBy(await stage.press('mina', card, 'notice.approve')), /^Not sent yet: its author is composing it/);
  });
});
