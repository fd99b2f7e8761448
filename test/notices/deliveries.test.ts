// Who has which delivery, what is saved around each call, and a process that dies at any statement or call: nobody is told twice, and nobody forgotten.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { advanceNotice, type NoticeEvent } from '../../src/notices/notice.ts';
import { saveNotice } from '../../src/notices/save-notice.ts';
import { sendNotice } from '../../src/notices/send-notice.ts';
import type { SendResult } from '../../src/services.ts';
import { onEachEngine, type TestStore } from '../support/database.ts';
import { openDesk, runDue, type Desk } from '../support/desk.ts';
import { dying } from '../support/dying.ts';
import { knowReaders, longAgo, sendTo } from '../support/fan-out.ts';
import { noticeId } from '../support/notices.ts';

const signal = new AbortController().signal;

onEachEngine('deliveries of a notice', open => {
  let test: TestStore;
  let desk: Desk;
  let cards: Map<string, number>;
  let answer: (to: string) => SendResult;
  beforeEach(async () => {
    test = await open();
    desk = await openDesk(test);
    cards = new Map();
    answer = () => ({ is: 'sent', activityId: 'm' });
    desk.world.send = to => {
      const result = answer(to.id);
      if (result.is !== 'later' && result.is !== 'gone' && to.id.startsWith('a:reader')) cards.set(to.id, (cards.get(to.id) ?? 0) + 1);
      return Promise.resolve(result);
    };
  });

  const deliveries = () => test.store.deliveries;
  const holder = (owner: string, ms = 20_000) => ({ owner, until: new Date(test.clock.machine() + ms) });
  const claim = (owner: string, limit = 10) => deliveries().claim(noticeId, holder(owner), { now: longAgo.calendar(), machineNow: new Date(test.clock.machine()), limit });
  const begin = async (owner: string, ids: string[]) => [...(await deliveries().begin(ids.map(id => ({ id, conversationId: 'a:1' })), holder(owner)))];
  const counts = async () => Object.fromEntries((await deliveries().counts(noticeId)).map(({ state, reason, count }) => [reason ?? state, count]));
  const turn = (needs: Desk['services'] = desk.services) => sendNotice(needs, { noticeId }, { signal });
  async function happens(event: NoticeEvent): Promise<void> {
    await test.store.transaction(async tx => {
      const notice = advanceNotice(await tx.notices.lock(noticeId) ?? assert.fail(), event, longAgo.calendar()) ?? assert.fail();
      await saveNotice(tx, { clock: longAgo }, notice, { actorId: 'chloe', action: `notice-${event.is}` });
    });
  }
  async function sending(count: number): Promise<void> {
    await knowReaders(test.store, count, 'https://smba.trafficmanager.net/uk/');
    await sendTo(test.store, noticeId, count);
  }

  it('are one process\'s until its lease is over', async () => {
    await sending(5);
    const [mine, others] = [await claim('one', 3), await claim('two')];
    assert.deepEqual([mine.length, others.length, (await claim('three')).length], [3, 2, 0]);
    test.clock.pass(20_000);
    assert.equal((await claim('three')).length, 5);
    const ids = mine.map(({ id }) => id);
    assert.deepEqual(await begin('one', ids), [], 'it is not one\'s any more');
    assert.equal((await begin('three', ids)).length, 3);
  });

  it('are known with the chat they go to, the latest one that is not gone', async () => {
    await sending(2);
    await test.store.conversations.gone('a:reader-1', 'BotNotInConversationRoster', longAgo.calendar());
    assert.deepEqual((await claim('one')).map(({ place }) => place?.id ?? null), ['a:reader-0', null]);
  });

  for (const event of [{ is: 'paused' }, { is: 'cancelled' }] as const) {
    it(`are not begun once the notice is ${event.is}, though they are claimed`, async () => {
      await sending(3);
      const ids = (await claim('one')).map(({ id }) => id);
      assert.equal((await begin('one', ids.slice(0, 1))).length, 1);
      await happens(event);
      assert.deepEqual([await begin('one', ids), (await claim('two')).length], [[], 0]);
    });
  }

  it('stop where the notice is paused between two calls, and go on from there', async () => {
    await sending(60);
    answer = () => (cards.size === 9 ? void happens({ is: 'paused' }) : undefined, { is: 'sent', activityId: 'm' });
    await turn();
    const before = cards.size;
    assert.ok(before >= 10 && before <= 40, `${before}`);
    await happens({ is: 'resumed' });
    await runDue(desk, 'send-notice');
    assert.deepEqual([cards.size, await counts()], [60, { delivered: 60 }]);
  });

  it('come to what Teams says of each, and pause for all where it wants fewer calls', async () => {
    await sending(5);
    const answers: Record<string, SendResult[]> = { 'a:reader-0': [{ is: 'gone', reason: 'ConversationBlockedByUser' }], 'a:reader-1': [{ is: 'unknown' }], 'a:reader-2': [{ is: 'unknown', status: 503 }], 'a:reader-3': [{ is: 'later', status: 429, afterMs: 7_000 }] };
    answer = to => answers[to]?.shift() ?? { is: 'sent', activityId: 'm' };
    assert.deepEqual(Object.keys(await turn() ?? {}), ['againAfterMs']);
    assert.deepEqual([await counts(), desk.world.heldMs], [{ 'waiting': 2, 'blocked': 1, 'unknown': 1, 'delivered': 1 }, [7_000]]);
    test.clock.pass(7_000);
    await runDue(desk, 'send-notice');
    assert.deepEqual([await counts(), (await test.store.notices.find(noticeId))?.state], [{ blocked: 1, unknown: 1, delivered: 3 }, 'sent']);
    assert.deepEqual((await test.store.conversations.find('a:reader-0'))?.goneReason, 'ConversationBlockedByUser');
  });

  it('go to a chat that is started for them, which is remembered; where LA Desk is not installed they fail', async () => {
    await test.store.transaction(tx => tx.conversations.remember({ id: 'a:chloe', kind: 'personal', serviceUrl: 'https://smba.trafficmanager.net/uk/', tenantId: 't', personId: 'chloe', teamsUserId: null, teamId: null, channelId: null }, longAgo.calendar()));
    await sendTo(test.store, noticeId, 3);
    const starts: string[] = [];
    desk.world.startPersonal = id => (starts.push(id), Promise.resolve(id === 'reader-1' ? null : { id: `a:${id}`, kind: 'personal', serviceUrl: 'https://smba.trafficmanager.net/uk/', tenantId: 't', personId: id, teamsUserId: null, teamId: null, channelId: null }));
    await runDue(desk, 'send-notice');
    assert.deepEqual([starts.toSorted(), await counts(), [...cards.values()]], [['reader-0', 'reader-1', 'reader-2'], { 'delivered': 2, 'not-installed': 1 }, [1, 1]]);
    assert.equal((await test.store.conversations.personalOf('reader-2'))?.id, 'a:reader-2');
  });

  it('are tried eight times where Teams takes them never, and then fail', async () => {
    await sending(1);
    answer = () => ({ is: 'later', status: 412 });
    for (let tries = 0; tries < 8; tries += 1) {
      await runDue(desk, 'send-notice');
      test.clock.pass(60_000);
    }
    assert.deepEqual([await counts(), (await test.store.notices.find(noticeId))?.state], [{ 'status-412': 1 }, 'sent']);
  });

  it('are known after all where the answer comes after the lease', async () => {
    await sending(1);
    const [one = assert.fail()] = await claim('one');
    await begin('one', [one.id]);
    test.clock.pass(20_000);
    assert.equal(await deliveries().lapse(noticeId, new Date(test.clock.machine()), longAgo.calendar()), 1);
    assert.deepEqual(await counts(), { unknown: 1 });
    await deliveries().end([{ id: one.id, state: 'delivered', activityId: 'm', drawn: 1 }], 'one', longAgo.calendar());
    assert.deepEqual(await counts(), { delivered: 1 });
  });

  it('reach everybody once or are unknown, wherever their process dies, and another goes on', async function () {
    this.timeout(120_000);
    const deaths = fc.array(fc.record({ after: fc.integer({ min: 1, max: 60 }), isDone: fc.boolean() }), { minLength: 1, maxLength: 6 });
    await fc.assert(fc.asyncProperty(deaths, async (lives) => {
      desk = await openDesk(test = await open(test.clock));
      desk.world.send = to => (to.id.startsWith('a:reader') && cards.set(to.id, (cards.get(to.id) ?? 0) + 1), Promise.resolve({ is: 'sent', activityId: 'm' }));
      cards = new Map();
      await sending(40);
      let unanswered = 0;
      for (const life of lives) {
        const { services, tally } = dying(desk.services, life);
        await turn(services).catch(() => undefined);
        unanswered += tally.begun - tally.ended;
        test.clock.pass(20_001);
      }
      await turn();
      const after = await counts();
      assert.equal((await test.store.notices.find(noticeId))?.state, 'sent');
      assert.ok([...cards.values()].every(times => times === 1));
      assert.equal((after['delivered'] ?? 0) + (after['unknown'] ?? 0), 40, JSON.stringify(after));
      assert.ok((after['delivered'] ?? 0) <= cards.size && cards.size <= 40);
      assert.ok((after['unknown'] ?? 0) <= unanswered, `${after['unknown'] ?? 0} unknown, ${unanswered} without an end`);
    }), { numRuns: 12 });
  });
});
