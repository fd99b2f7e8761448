// Waiting for a moment to post, on a clock that stands until it is moved.
import assert from 'node:assert/strict';
import { makeSlots, type Pace } from '../../src/teams/slots.ts';

/** A pace of one post each 3 seconds in each thread, and a clock that waiting moves on. `slowMs`: how long the database takes. */
function world({ slowMs = 0 } = {}) {
  const state = { now: 1_000_000, reservations: 0, moments: 0, aheads: [] as number[] };
  const next = new Map<string, number>();
  const pace: Pace = {
    reserve: (thread, _tenant, { placeAt, aheadMs }) => {
      const from = state.now + aheadMs;
      state.now += slowMs;
      const at = placeAt === undefined ? Math.max(from, next.get(thread) ?? 0) : from;
      if (placeAt === undefined) next.set(thread, at + 3_000);
      state.reservations += placeAt === undefined ? 1 : 0;
      state.moments += at > from ? 0 : 1;
      state.aheads.push(aheadMs);
      return Promise.resolve({ ms: at - from, hasBegun: false, isPlace: at > from });
    },
    hold: () => Promise.resolve(),
    book: () => Promise.resolve([]),
    holdBulk: () => Promise.resolve(),
  };
  const slots = makeSlots({ pace, tenantId: 't', machine: () => state.now, wait: (ms) => { state.now += ms; return Promise.resolve(); } });
  return { state, slots: { ...slots, take: async (thread: string) => (await slots.take(thread)).ms } };
}

describe('slots', () => {
  it('lets the first go at once and gives the next one back', async () => {
    const { slots } = world();
    assert.equal(await slots.take('a'), 0);
    assert.equal(await slots.take('a'), 3_000);
    assert.equal(await slots.take('b'), 0);
  });

  it('waits in place for a moment that is near', async () => {
    const { state, slots } = world();
    await slots.take('a');
    state.now += 1_500;
    assert.equal(await slots.take('a'), 0);
    assert.equal(state.now, 1_003_000);
  });

  it('books the tenant\'s moment when its place in the thread has come, and not before', async () => {
    const { state, slots } = world();
    await slots.take('a');
    assert.equal(await slots.take('a'), 3_000);
    assert.deepEqual([state.reservations, state.moments], [2, 1]);
    state.now += 3_000;
    assert.equal(await slots.take('a'), 0);
    assert.deepEqual([state.reservations, state.moments], [2, 2]);
  });

  it('does not use a moment that it comes too late for, and books anew', async () => {
    const { state, slots } = world({ slowMs: 150 });
    assert.equal(await slots.take('a'), 0);
    assert.deepEqual([state.reservations, state.moments], [1, 2]);
    assert.deepEqual([state.aheads, state.now], [[0, 300], 1_000_450], 'so far ahead that the database answers before the moment');
  });

  it('gets every waiting post through at the pace itself, booking once for each', async () => {
    const { state, slots } = world();
    const begun = state.now;
    const comeBack = Array.from({ length: 20 }, () => begun);
    while (comeBack.length > 0) {
      comeBack.sort((one, other) => one - other);
      state.now = Math.max(state.now, comeBack.shift() ?? 0);
      const afterMs = await slots.take('a');
      if (afterMs > 0) comeBack.push(state.now + afterMs);
    }
    assert.equal(state.reservations, 20);
    assert.equal(state.now - begun, 19 * 3_000);
  });

  it('gives back everybody in a thread that Teams asked to be left alone, also who has a moment booked or waits for it', async () => {
    const { state, slots } = world();
    await slots.take('a');
    assert.equal(await slots.take('a'), 3_000);
    state.now += 2_000;
    const waiting = slots.take('a');
    await slots.hold('a', 10_000);
    assert.equal(await waiting, 10_000);
    assert.deepEqual([await slots.take('a'), await slots.take('b')], [10_000, 0]);
    state.now += 10_000;
    assert.equal(await slots.take('a'), 0);
  });

  it('forgets a booked moment that nobody came for, so that none are used in a burst', async () => {
    const { state, slots } = world();
    for (let post = 0; post < 4; post += 1) await slots.take('a');
    state.now += 60_000;
    await slots.take('a');
    assert.equal(state.reservations, 5);
  });
});
