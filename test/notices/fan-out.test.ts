// Calls for many at moments that are booked: what is missed is booked anew, and how long Teams takes to answer holds nobody up.
import assert from 'node:assert/strict';
import { fanOut, type Item, type Source } from '../../src/notices/fan-out.ts';
import type { Messenger } from '../../src/services.ts';
import type { Kept } from '../../src/store/pace.ts';

type Call = Item & { n: number };
const never = { signal: new AbortController().signal, endsAt: Infinity };

/** A clock that stands, and moments that are now, unless it is said otherwise. */
function stage(count: number, more: { book?: Messenger['book']; call?: (item: Call, answered: () => void) => Promise<Call | null>; ready?: Source<Call>['ready'] } = {}) {
  const state = { now: 1_000, called: [] as number[], released: [] as number[], readied: [] as number[], kept: [] as Kept[] };
  const left = Array.from({ length: count }, (_, n): Call => ({ n, place: `chat ${n}`, isReady: false }));
  const source: Source<Call> = {
    claim: most => Promise.resolve(left.splice(0, most)),
    ready: item => (state.readied.push(item.n), more.ready?.(item) ?? Promise.resolve(true)),
    call: (item, answered) => (state.called.push(item.n), more.call?.(item, answered) ?? Promise.resolve(null)),
    release: items => (state.released.push(...items.map(({ n }) => n)), Promise.resolve()),
  };
  const book: Messenger['book'] = (ids, kept) => (state.kept.push(...kept), more.book?.(ids, kept) ?? Promise.resolve(ids.map(thread => ({ thread, at: state.now, isBooked: true }))));
  const run = (how: Partial<typeof never> = {}) => fanOut({ messenger: { book }, clock: { machine: () => state.now } }, source, { ...never, ...how });
  return { state, run };
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('fanning out', () => {
  it('calls for everybody once', async () => {
    const { state, run } = stage(100);
    assert.equal(await run(), 0);
    assert.deepEqual([state.called.toSorted((a, b) => a - b), state.released], [upTo(100), []]);
  });

  it('goes on while Teams has answered nobody', async () => {
    const answers: (() => void)[] = [];
    const { state, run } = stage(60, { call: () => new Promise(resolve => void answers.push(() => resolve(null))) });
    const running = run();
    while (state.called.length < 60) await new Promise(setImmediate);
    answers.forEach(answer => answer());
    assert.equal(await running, 0);
  });

  it('does not call at a moment that was missed: it is given back, and another is booked, without a second intent', async () => {
    const { state, run } = stage(1, { ready: () => (state.now += 13, Promise.resolve(true)) });
    await run();
    assert.deepEqual([state.called, state.readied, state.kept], [[0], [0], [{ at: 1_000, answeredAt: null }]]);
  });

  it('says when calls were answered, for those that are booked next', async () => {
    const { state, run } = stage(20, { call: ({ n }, answered) => (n === 0 ? ((state.now += 5), answered()) : undefined, Promise.resolve(null)) });
    await run();
    assert.deepEqual(state.kept, [{ at: 1_000, answeredAt: 1_005 }]);
  });

  it('does not call for whom it may not, and gives the moment and them back', async () => {
    const { state, run } = stage(20, { ready: ({ n }) => Promise.resolve(n !== 3) });
    await run();
    assert.deepEqual([state.called.includes(3), state.called.length, state.kept, state.released], [false, 19, [{ at: 1_000, answeredAt: null }], [3]]);
  });

  it('books again for what a call leads to', async () => {
    const { state, run } = stage(2, { call: item => Promise.resolve(item.place.startsWith('chat') ? { ...item, place: `started ${item.n}` } : null) });
    await run();
    assert.deepEqual([state.called.toSorted(), state.readied.toSorted()], [[0, 0, 1, 1], [0, 0, 1, 1]]);
  });

  it('never books one conversation twice at once', async () => {
    const asked: string[][] = [];
    const { state, run } = stage(4, { book: ids => (asked.push([...ids]), Promise.resolve(ids.map(thread => ({ thread, at: state.now, isBooked: true })))), call: item => Promise.resolve(item.n < 4 && item.place !== 'same' ? { ...item, place: 'same' } : null) });
    await run();
    assert.equal(state.called.length, 8);
    assert.deepEqual(asked.filter(ids => new Set(ids).size !== ids.length), []);
  });

  it('gives back what has no moment soon, and says how long to wait', async () => {
    const { state, run } = stage(5, { book: ids => Promise.resolve(ids.map(thread => ({ thread, at: state.now + 7_250, isBooked: false }))) });
    assert.equal(await run(), 7_000);
    assert.deepEqual([state.called, state.released], [[], upTo(5)]);
  });

  it('gives back what is left when its turn is over, or the process stops', async () => {
    const over = stage(100);
    await over.run({ endsAt: 1_000 });
    assert.deepEqual(over.state.called, []);
    const stopping = new AbortController();
    const stopped = stage(100, { call: ({ n }) => (n === 10 ? stopping.abort() : undefined, Promise.resolve(null)) });
    await stopped.run({ signal: stopping.signal });
    assert.equal(stopped.state.called.length + stopped.state.released.length, 24, 'all that was claimed');
    assert.ok(stopped.state.released.length > 0);
  });

  it('fails with what failed once all that is under way has ended', async () => {
    const { state, run } = stage(30, { call: ({ n }) => (n === 2 ? Promise.reject(new Error('the database is away')) : Promise.resolve(null)) });
    await assert.rejects(run(), /the database is away/);
    assert.equal(new Set([...state.called, ...state.released]).size, state.called.length + state.released.length);
    const away = stage(30, { book: () => Promise.reject(new Error('the database is away')) });
    await assert.rejects(away.run(), /the database is away/);
    assert.equal(away.state.released.length, 24);
  });
});
