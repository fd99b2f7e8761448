import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Kept } from '../../src/store/pace.ts';
import { onEachEngine, openTestStore, type TestStore } from '../support/database.ts';
import { busiest, nextMoment, type Ring } from '../support/pace.ts';

const second = 1_000;

onEachEngine('the pace of posts', (open) => {
  let test: TestStore;
  const booking = (thread: string, tenant = 'tenant', placeAt?: number) => test.store.pace.reserve({ thread, tenant, placeAt, machineNow: test.clock.machine() });
  const reserve = (thread: string, tenant?: string) => booking(thread, tenant).then(({ ms }) => ms);
  const book = (threads: string[], aheadMs = 500) => test.store.pace.book({ threads, tenant: 'tenant', machineNow: test.clock.machine(), aheadMs });
  const inMs = (at: number) => at - test.clock.machine();

  beforeEach(async () => {
    test = await open();
  });

  it('lets the first six in a thread go at once, then one each 600 ms, for which it first has a place', async () => {
    const waits = [];
    for (let i = 0; i < 8; i++) waits.push(await booking('a').then(({ ms, isPlace }) => [ms, isPlace]));
    assert.deepEqual(waits, [...Array.from({ length: 6 }, () => [0, false]), [600, true], [1_200, true]]);
    assert.equal(await reserve('b'), 0);
  });

  it('books for a place that has come when it really goes, and what comes after it in the thread goes as much later', async () => {
    for (let i = 0; i < 7; i++) await reserve('a');
    test.clock.pass(600);
    for (let i = 0; i < 44; i++) await reserve(`other ${i}`);
    const given = await booking('a', 'tenant', test.clock.machine());
    assert.deepEqual(given, { ms: 662, hasBegun: false, isPlace: false }, 'the fiftieth call before it left 600 ms ago, 200 ms late');
    assert.equal(await reserve('a'), 1_262);
  });

  it('begins what is to be said with a moment that is now, and nothing with one to wait for', async () => {
    const post = { conversationId: 'a', subject: 'text', content: { is: 'text', text: 'Hello' }, at: test.clock.calendar() } as const;
    const [first, second] = [await test.store.posts.add(post), await test.store.posts.add(post)];
    const taking = (id: string) => test.store.pace.reserve({ thread: 'a', tenant: 'tenant', machineNow: test.clock.machine(), begins: isNow => test.store.posts.beginning(id, isNow) });
    const stateOf = async (id: string) => (await test.store.posts.find(id))?.state;
    assert.deepEqual([await taking(first), await stateOf(first)], [{ ms: 0, hasBegun: true, isPlace: false }, 'posting']);
    for (let i = 0; i < 5; i++) await reserve('a');
    assert.deepEqual([await taking(first), await taking(second), await stateOf(second)], [{ ms: 600, hasBegun: false, isPlace: true }, { ms: 1_200, hasBegun: false, isPlace: true }, 'waiting']);
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

  it('lets 50 of a tenant go at once, and the next 50 when those have arrived a second ago', async () => {
    const times = [];
    for (let i = 0; i < 101; i++) times.push(await reserve(`thread ${i}`));
    assert.deepEqual([times.at(0), times.at(49), times.at(50), times.at(99), times.at(100)], [0, 0, 1_262, 1_262, 2_524]);
    assert.equal(await reserve('elsewhere', 'other tenant'), 0);
  });

  it('gives deliveries moments one by one, none too far ahead, and people theirs between them', async () => {
    const threads = Array.from({ length: 40 }, (_, n) => `d${n}`);
    const booked = await book(threads);
    assert.deepEqual(booked.slice(0, 3).map(({ thread, at, isBooked }) => [thread, inMs(at), isBooked]), [['d0', 0, true], ['d1', 16, true], ['d2', 32, true]]);
    assert.deepEqual(booked.filter(({ isBooked }) => isBooked).length, 32);
    assert.deepEqual((await book(['e'])).map(({ at, isBooked }) => [inMs(at), isBooked]), [[512, false]]);
    assert.equal(await reserve('priya'), 0);
  });

  it('gives a delivery no moment where its own thread is busy, and says when to ask again', async () => {
    for (let i = 0; i < 6; i++) await reserve('a');
    assert.deepEqual((await book(['a', 'b'])).map(({ thread, at, isBooked }) => [thread, inMs(at), isBooked]), [['b', 0, true], ['a', 600, false]]);
    assert.equal(await reserve('a'), 600);
  });

  it('gives the place of a moment that was missed to somebody else, and no other', async () => {
    for (let i = 0; i < 49; i++) await reserve(`a${i}`);
    const [{ at } = assert.fail()] = await book(['d0']);
    const later = (thread: string, kept: Kept[]) => test.store.pace.book({ threads: [thread], tenant: 'tenant', machineNow: test.clock.machine() + 30, aheadMs: 2_000, kept });
    const missed = { at, answeredAt: null };
    assert.deepEqual((await later('d1', [missed, missed])).map(one => inMs(one.at)), [30]);
    assert.deepEqual((await later('d2', [missed])).map(one => inMs(one.at)), [1_117], 'given back once');
  });

  it('keeps a place until its call was answered, sooner or later than it must have arrived', async () => {
    const first = await book(Array.from({ length: 25 }, (_, n) => `a${n}`));
    const second = await test.store.pace.book({ threads: Array.from({ length: 25 }, (_, n) => `b${n}`), tenant: 'tenant', machineNow: test.clock.machine(), aheadMs: 1_000 });
    const next = async (thread: string, kept: Kept[]) => (await test.store.pace.book({ threads: [thread], tenant: 'tenant', machineNow: test.clock.machine(), aheadMs: 0, kept })).map(({ at }) => inMs(at));
    assert.deepEqual([first.length, second.length, await next('c', [])], [25, 25, [1_087]]);
    assert.deepEqual(await next('c', first.concat(second).map(({ at }) => ({ at, answeredAt: at + 10 }))), [1_012]);
  });

  it('keeps a late one longer', async () => {
    const all = await test.store.pace.book({ threads: Array.from({ length: 50 }, (_, n) => `a${n}`), tenant: 'tenant', machineNow: test.clock.machine(), aheadMs: 1_000 });
    const [next] = await test.store.pace.book({ threads: ['c'], tenant: 'tenant', machineNow: test.clock.machine(), aheadMs: 0, kept: all.map(({ at }) => ({ at, answeredAt: at + 300 })) });
    assert.equal(inMs(next?.at ?? NaN), 1_302);
  });

  it('gives deliveries no moment while they are held, and people theirs', async () => {
    await book(['a']);
    await test.store.pace.holdBulk('tenant', 7_000, test.clock.machine());
    assert.deepEqual((await book(['b'])).map(({ at, isBooked }) => [inMs(at), isBooked]), [[7_000, false]]);
    assert.equal(await reserve('priya'), 0);
  });

  it('forgets threads that have been quiet, and never what a tenant has called', async () => {
    for (let i = 0; i < 50; i++) await reserve(`a${i}`);
    test.clock.pass(1_000);
    await test.store.pace.forgetOld(test.clock.machine());
    assert.equal(await reserve('a'), 262);
    test.clock.pass(3_600_000);
    await test.store.pace.forgetOld(test.clock.machine());
    assert.equal(await reserve('a'), 0);
  });
});

/** Calls as they arrive: each leaves late by its kind's allowance at most, and travels up to 60 ms. */
const trouble = fc.record({ late: fc.double({ min: 0, max: 1, noNaN: true }), travel: fc.double({ min: 0, max: 60, noNaN: true }) });
/** Who asks next: people one at a time, or a process with deliveries; after a pause. */
const step = fc.record({ gap: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 1_500 }) }), people: fc.integer({ min: 0, max: 30 }), bulk: fc.integer({ min: 0, max: 50 }), troubles: fc.array(trouble, { minLength: 80, maxLength: 80 }) });

describe('posts at the pace booked', () => {
  it('never pass 50 in any second of arrivals, whoever asks when, by the rule itself', () => {
    fc.assert(fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
      const arrivals: number[] = [];
      let [ring, now, bulkAt]: [Ring, number, number] = [[], 0, -Infinity];
      const call = (start: number, late: number, { late: share, travel }: { late: number; travel: number }): number => {
        const { at, ring: next } = nextMoment(ring, start, late);
        ring = next;
        arrivals.push(at + share * late + travel);
        return at;
      };
      for (const { gap, people, bulk, troubles } of steps) {
        now += gap;
        for (let i = 0; i < people; i++) call(now, 200, troubles[i] ?? assert.fail());
        for (let i = 0; i < bulk; i++) bulkAt = call(Math.max(now, bulkAt + 16), 25, troubles[30 + i] ?? assert.fail());
      }
      assert.ok(busiest(arrivals, second) <= 50, `${busiest(arrivals, second)}`);
    }), { numRuns: 300 });
  });

  it('never pass 50 in any second of arrivals from the database, which gives no moment before the rule does', async () => {
    const { store } = await openTestStore();
    let now = 1_700_000_000_000;
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      now += 3_600_000;
      const arrivals: number[] = [];
      const answers: Kept[] = [];
      let threads = 0;
      for (const { gap, people, bulk, troubles } of steps) {
        now += gap;
        const kept = answers.filter(({ answeredAt }) => answeredAt !== null && answeredAt <= now);
        for (let i = 0; i < people; i++) {
          const { ms } = await store.pace.reserve({ thread: `${now} ${threads++}`, tenant: 'tenant', machineNow: now });
          arrivals.push(now + ms + (troubles[i]?.late ?? 0) * 200 + (troubles[i]?.travel ?? 0));
        }
        const booked = await store.pace.book({ threads: Array.from({ length: bulk }, () => `${now} ${threads++}`), tenant: 'tenant', machineNow: now, aheadMs: 500, kept });
        for (const [n, { at, isBooked }] of booked.entries()) {
          const arrived = at + (troubles[30 + n]?.late ?? 0) * 25 + (troubles[30 + n]?.travel ?? 0);
          if (isBooked) arrivals.push(arrived);
          if (isBooked) answers.push({ at, answeredAt: arrived });
        }
      }
      assert.ok(busiest(arrivals, second) <= 50, `${busiest(arrivals, second)}`);
    }), { numRuns: 12 });
  });

  it('are at least 90 % of what Teams takes where there is always something to deliver, by processes that take turns', async () => {
    const { store, clock } = await openTestStore();
    const began = clock.machine();
    const moments: number[] = [];
    for (let turn = 0; moments.length < 1_500; turn += 1) {
      const booked = await store.pace.book({ threads: Array.from({ length: 8 }, (_, n) => `${turn} ${n}`), tenant: 'tenant', machineNow: clock.machine(), aheadMs: 300 });
      moments.push(...booked.flatMap(({ at, isBooked }) => (isBooked ? [at] : [])));
      clock.pass(50);
    }
    const perSecond = (moments.length - 1) / ((Math.max(...moments) - began) / 1_000);
    assert.ok(perSecond >= 45, `${perSecond}`);
    assert.ok(busiest(moments, 1_060) <= 50);
  });

  it('never pass the limits of a thread, however they come', async () => {
    const { store } = await openTestStore();
    let machine = 1_700_000_000_000;
    const gaps = fc.array(fc.record({ gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2_000 })), others: fc.integer({ min: 0, max: 4 }) }), { minLength: 20, maxLength: 60 });
    await fc.assert(fc.asyncProperty(gaps, async (steps) => {
      machine += 10 * 3_600_000;
      const times: number[] = [];
      const places: number[] = [];
      /** Places that have come by then are gone for. */
      const goUntil = async (until: number) => {
        for (let at = places[0]; at !== undefined && at <= until; at = places[0]) {
          places.shift();
          times.push(at + (await store.pace.reserve({ thread: 'thread', tenant: 'tenant', placeAt: at, machineNow: at })).ms);
        }
      };
      for (const { gap, others } of steps) {
        machine += gap;
        await goUntil(machine);
        for (let i = 0; i < others; i++) await store.pace.reserve({ thread: `other ${i}`, tenant: 'tenant', machineNow: machine });
        const { ms, isPlace } = await store.pace.reserve({ thread: 'thread', tenant: 'tenant', machineNow: machine });
        (isPlace ? places : times).push(machine + ms);
      }
      await goUntil(Infinity);
      assert.ok(busiest(times, 1_000) <= 7 && busiest(times, 30_000) <= 60);
    }), { numRuns: 15 });
  });

  it('stay under 1,800 an hour in a thread that never rests', async () => {
    const { store, clock } = await openTestStore();
    const times = [];
    while ((times.at(-1) ?? 0) < 3_600_000) times.push((await store.pace.reserve({ thread: 'thread', tenant: 'tenant', machineNow: clock.machine() })).ms);
    assert.ok(times.length <= 1_800, `${times.length}`);
  });
});
