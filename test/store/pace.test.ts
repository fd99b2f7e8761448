import assert from 'node:assert/strict';
import fc from 'fast-check';
import { onEachEngine, openTestStore, type TestStore } from '../support/database.ts';

/** The most that fall into any window of `ms`. */
const most = (times: number[], ms: number) => Math.max(0, ...times.map((from) => times.filter((t) => t >= from && t < from + ms).length));

onEachEngine('the pace of posts', (open) => {
  let test: TestStore;
  const reserve = (thread: string, cost = 1, tenant = 'tenant') => test.store.pace.reserve({ thread, tenant, cost, machineNow: test.clock.machine() }).then(({ ms }) => ms);

  beforeEach(async () => {
    test = await open();
  });

  it('lets the first six in a thread go at once, then one each 600 ms', async () => {
    const waits = [];
    for (let i = 0; i < 8; i++) waits.push(await reserve('a'));
    assert.deepEqual(waits, [0, 0, 0, 0, 0, 0, 600, 1_200]);
    assert.equal(await reserve('b'), 0);
  });

  it('begins what is to be said with a moment that is now, and nothing with one to wait for', async () => {
    const post = { conversationId: 'a', subject: 'text', content: { is: 'text', text: 'Hello' }, at: test.clock.calendar() } as const;
    const [first, second] = [await test.store.posts.add(post), await test.store.posts.add(post)];
    const taking = (id: string) => test.store.pace.reserve({ thread: 'a', tenant: 'tenant', cost: 4, machineNow: test.clock.machine(), begins: isNow => test.store.posts.beginning(id, isNow) });
    const stateOf = async (id: string) => (await test.store.posts.find(id))?.state;
    assert.deepEqual([await taking(first), await stateOf(first)], [{ ms: 0, hasBegun: true }, 'posting']);
    assert.deepEqual([await taking(first), await taking(second), await stateOf(second)], [{ ms: 1_200, hasBegun: false }, { ms: 3_600, hasBegun: false }, 'waiting']);
  });

  it('is agreed by all who ask at once', async () => {
    const waits = await Promise.all(Array.from({ length: 9 }, () => reserve('a')));
    assert.deepEqual(waits.toSorted((a, b) => a - b), [0, 0, 0, 0, 0, 0, 600, 1_200, 1_800]);
  });

  it('gives nobody a moment in a thread that Teams asked to be left alone, and then goes on at the pace', async () => {
    await reserve('a');
    await reserve('b');
    await test.store.pace.hold('a', 7_000, test.clock.machine());
    assert.deepEqual([await reserve('a'), await reserve('a'), await reserve('b')], [7_000, 7_600, 0]);
    await test.store.pace.hold('a', 1_000, test.clock.machine());
    assert.equal(await reserve('a'), 8_200, 'a shorter one changes nothing');
  });

  it('keeps a tenant at 40 a second over all its threads', async () => {
    const times = [];
    for (let i = 0; i < 100; i++) times.push(await reserve(`thread ${i}`));
    assert.deepEqual([times.at(0), times.at(19), times.at(20), times.at(99)], [0, 0, 25, 2_000]);
    assert.equal(await reserve('elsewhere', 1, 'other tenant'), 0);
  });

  it('forgets threads that have been quiet', async () => {
    await reserve('a');
    test.clock.pass(3_600_000);
    await test.store.pace.forgetOld(test.clock.machine());
    assert.equal(await reserve('a'), 0);
  });
});

describe('posts at the pace reserved', () => {
  it('never pass the limits of a thread, however they come', async () => {
    const { store } = await openTestStore();
    let machine = 1_700_000_000_000;
    const gaps = fc.array(fc.record({ gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2_000 })), others: fc.integer({ min: 0, max: 4 }) }), { minLength: 20, maxLength: 60 });
    await fc.assert(fc.asyncProperty(gaps, async (steps) => {
      machine += 10 * 3_600_000;
      const times = [];
      for (const { gap, others } of steps) {
        machine += gap;
        for (let i = 0; i < others; i++) await store.pace.reserve({ thread: `other ${i}`, tenant: 'tenant', cost: 1, machineNow: machine });
        times.push(machine + (await store.pace.reserve({ thread: 'thread', tenant: 'tenant', cost: 1, machineNow: machine })).ms);
      }
      assert.ok(most(times, 1_000) <= 7 && most(times, 30_000) <= 60);
    }), { numRuns: 15 });
  });

  it('stay under 1,800 an hour in a thread that never rests', async () => {
    const { store, clock } = await openTestStore();
    const times = [];
    while ((times.at(-1) ?? 0) < 3_600_000) times.push((await store.pace.reserve({ thread: 'thread', tenant: 'tenant', cost: 6, machineNow: clock.machine() })).ms);
    assert.ok(times.length * 6 <= 1_800, `${times.length * 6}`);
  });
});
