import assert from 'node:assert/strict';
import { pino } from 'pino';
import { WorldError } from '../../src/errors.ts';
import type { JobHandler } from '../../src/jobs/run-job.ts';
import { startRunner, type Runner } from '../../src/jobs/runner.ts';
import type { Job } from '../../src/store/jobs.ts';
import { openTestStore, type TestStore } from '../support/database.ts';

const log = pino({ level: 'silent' });
const greet = (key: string, more: Partial<Job> = {}): Job => ({ name: 'greet', key, payload: { key }, ...more });

describe('the job runner', () => {
  let test: TestStore;
  const runners: Runner[] = [];
  const run = (handlers: Record<string, JobHandler>, more: Partial<Parameters<typeof startRunner>[0]> = {}) => {
    const runner = startRunner({ store: test.store, clock: test.clock, log, handlers, ...more });
    runners.push(runner);
    return runner;
  };

  beforeEach(async () => {
    test = await openTestStore();
  });
  afterEach(async () => {
    for (const runner of runners.splice(0)) await runner.stop(0);
  });

  it('runs a job once, with its payload, and lets it go', async () => {
    const seen: unknown[] = [];
    await test.store.jobs.add(greet('a'));
    await run({ greet: (payload, { attempt }) => Promise.resolve(void seen.push(payload, attempt)) }).idle();
    assert.deepEqual(seen, [{ key: 'a' }, 1]);
    assert.deepEqual(await test.store.jobs.stats(), { open: 0, nextDue: null, buried: 0 });
  });

  it('runs what is due in the order it became due', async () => {
    const seen: unknown[] = [];
    await test.store.jobs.add(greet('b', { dueAt: new Date('2022-09-20T07:00Z') }), greet('a', { dueAt: new Date('2022-09-20T07:30Z') }), greet('c', { dueAt: new Date('2022-09-20T06:00Z') }));
    await run({ greet: (payload) => Promise.resolve(void seen.push(payload)) }, { atOnce: 1 }).idle();
    assert.deepEqual(seen, [{ key: 'c' }, { key: 'b' }, { key: 'a' }]);
  });

  it('waits for the calendar, however much machine time passes, and runs once it is wound there', async () => {
    let runs = 0;
    const runner = run({ greet: () => Promise.resolve(void (runs += 1)) });
    await test.store.jobs.add(greet('a', { dueAt: new Date('2022-09-23T09:00:00+01:00') }));
    await runner.idle();
    assert.equal(runs, 0);
    test.clock.windTo('2022-09-23T08:59:59+01:00');
    await runner.idle();
    assert.equal(runs, 0);
    test.clock.windTo('2022-09-23T09:00:00+01:00');
    await runner.idle();
    assert.equal(runs, 1);
  });

  it('runs a job again that was added while it ran', async () => {
    const seen: unknown[] = [];
    const runner = run({
      greet: async (payload) => {
        seen.push(payload);
        if (seen.length === 1) await test.store.jobs.add(greet('a', { payload: { key: 'newer' } }));
      },
    });
    await test.store.jobs.add(greet('a'));
    await runner.idle();
    assert.deepEqual(seen, [{ key: 'a' }, { key: 'newer' }]);
  });

  it('runs a job again at the calendar time it asks for', async () => {
    let runs = 0;
    const runner = run({ greet: () => Promise.resolve((runs += 1) === 1 ? { againAt: new Date('2022-09-21T09:00Z') } : undefined) });
    await test.store.jobs.add(greet('a'));
    await runner.idle();
    assert.deepEqual([runs, (await test.store.jobs.stats()).nextDue], [1, new Date('2022-09-21T09:00Z')]);
    test.clock.windTo('2022-09-21T09:00Z');
    await runner.idle();
    assert.deepEqual([runs, (await test.store.jobs.stats()).nextDue], [2, null]);
  });

  it('runs a job again after the machine time it asks for, and counts it as open until then', async () => {
    let runs = 0;
    const runner = run({ greet: () => Promise.resolve((runs += 1) === 1 ? { againAfterMs: 600_000 } : undefined) });
    await test.store.jobs.add(greet('a'));
    await until(runner, () => runs === 1);
    assert.equal((await test.store.jobs.stats()).open, 1);
    test.clock.windTo('2022-12-01T09:00Z');
    await runner.beat();
    assert.equal(runs, 1);
    test.clock.pass(600_000);
    await runner.idle();
    assert.equal(runs, 2);
  });

  it('waits as long as the world asks for, by the machine', async () => {
    let runs = 0;
    const runner = run({ greet: () => ((runs += 1) === 1 ? Promise.reject(new WorldError('throttled', 'Slow down.', { retryAfterMs: 900_000 })) : Promise.resolve()) });
    await test.store.jobs.add(greet('a'));
    await until(runner, () => runs === 1);
    test.clock.pass(899_000);
    await look(runner);
    assert.equal(runs, 1);
    test.clock.pass(1_000);
    await runner.idle();
    assert.equal(runs, 2);
  });

  it('buries a job after 20 failures of ours, and says the last word first', async () => {
    const words: unknown[] = [];
    const runner = run({ greet: () => Promise.reject(new Error('No greeting.')) }, { exhausted: { greet: (payload) => Promise.resolve(void words.push(payload)) } });
    await test.store.jobs.add(greet('a'));
    for (let failures = 0; failures < 20; failures++) {
      assert.deepEqual([words, await test.store.jobs.buried()], [[], []]);
      await look(runner);
      test.clock.pass(300_000);
    }
    assert.deepEqual(words, [{ key: 'a' }]);
    assert.deepEqual((await test.store.jobs.buried()).map(({ key, why }) => ({ key, why })), [{ key: 'a', why: 'No greeting.' }]);
    assert.deepEqual(await test.store.jobs.stats(), { open: 0, nextDue: null, buried: 1 });
  });

  it('does not bury a job during an outage of hours', async () => {
    let isDown = true;
    let runs = 0;
    const runner = run({ greet: () => ((runs += 1), isDown ? Promise.reject(new WorldError('unavailable', 'Down.')) : Promise.resolve()) });
    await test.store.jobs.add(greet('a'));
    for (let minutes = 0; minutes < 6 * 60; minutes += 5) {
      await look(runner);
      test.clock.pass(300_000);
    }
    isDown = false;
    await runner.idle();
    assert.deepEqual([runs, (await test.store.jobs.stats()).buried], [73, 0]);
  });

  it('keeps trying when the last word fails too', async () => {
    const runner = run({ greet: () => Promise.reject(new Error('No greeting.')) }, { rules: { greet: { maxFailures: 1 } }, exhausted: { greet: () => Promise.reject(new Error('Nor a last word.')) } });
    await test.store.jobs.add(greet('a'));
    await look(runner);
    assert.deepEqual(await test.store.jobs.stats(), { open: 1, nextDue: null, buried: 0 });
  });

  it('buries a job no handler knows, and runs it when it is added again', async () => {
    await test.store.jobs.add(greet('a'));
    await run({}).idle();
    assert.equal((await test.store.jobs.stats()).buried, 1);
    let runs = 0;
    await test.store.jobs.add(greet('a'));
    await run({ greet: () => Promise.resolve(void (runs += 1)) }).idle();
    assert.deepEqual([runs, (await test.store.jobs.stats()).buried], [1, 0]);
  });

  it('runs no more at once than it may, over all and of one name', async () => {
    const now = { greet: 0, wave: 0 };
    const most = { wave: 0, all: 0 };
    const full = Promise.withResolvers<undefined>();
    const counted = (name: 'greet' | 'wave'): JobHandler => async () => {
      now[name] += 1;
      most.wave = Math.max(most.wave, now.wave);
      most.all = Math.max(most.all, now.greet + now.wave);
      if (most.all === 5) full.resolve(undefined);
      await full.promise;
      now[name] -= 1;
    };
    // The bounded ones are due first, and leave room for the others all the same.
    const earlier = new Date(test.clock.calendar().getTime() - 60_000);
    await test.store.jobs.add(...Array.from({ length: 20 }, (_, i) => greet(`${i}`)), ...Array.from({ length: 20 }, (_, i) => greet(`${i}`, { name: 'wave', dueAt: earlier })));
    await run({ greet: counted('greet'), wave: counted('wave') }, { atOnce: 5, rules: { wave: { atOnce: 2 } } }).idle();
    assert.deepEqual([most.wave, most.all, (await test.store.jobs.stats()).open], [2, 5, 0]);
  });

  it('leaves a leased job alone until the lease lapses; the late first holder changes nothing', async () => {
    await test.store.jobs.add(greet('a'));
    const [dead] = await test.store.jobs.claim({ limit: 1, leaseMs: 30_000 });
    let attempts = 0;
    const runner = run({ greet: (_, { attempt }) => Promise.resolve(void (attempts = attempt)) });
    test.clock.pass(29_999);
    await look(runner);
    assert.equal(attempts, 0);
    test.clock.pass(1);
    const [second] = await test.store.jobs.claim({ limit: 1, leaseMs: 30_000 });
    assert.ok(dead && second);
    await test.store.jobs.finish(dead);
    assert.equal((await test.store.jobs.stats()).open, 1);
    await test.store.jobs.release(second);
    await runner.idle();
    assert.equal(attempts, 3);
  });

  it('tells a handler that its lease is lost, and does not count that as a failure', async () => {
    const started = Promise.withResolvers<AbortSignal>();
    await test.store.jobs.add(greet('a'));
    const runner = run({ greet: (_, { signal }) => (started.resolve(signal), new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('Stopped.'))))) });
    runner.poke();
    const signal = await started.promise;
    test.clock.pass(30_000);
    const [stolen] = await test.store.jobs.claim({ limit: 1, leaseMs: 30_000 });
    await runner.beat();
    assert.deepEqual([signal.aborted, stolen?.failures, (await test.store.jobs.stats()).open], [true, 0, 1]);
  });

  it('keeps its leases by the heartbeat, and gives up on a job that runs too long', async () => {
    const started = Promise.withResolvers<AbortSignal>();
    await test.store.jobs.add(greet('a'));
    const runner = run({ greet: (_, { signal }) => (started.resolve(signal), new Promise(() => {})) }, { rules: { greet: { maxRunMs: 60_000 } } });
    runner.poke();
    const signal = await started.promise;
    for (let s = 0; s < 60; s += 20) {
      assert.deepEqual(await test.store.jobs.claim({ limit: 1, leaseMs: 1 }), []);
      await runner.beat();
      test.clock.pass(20_000);
    }
    await runner.beat();
    test.clock.pass(30_000);
    assert.equal(signal.aborted, true);
    assert.equal((await test.store.jobs.claim({ limit: 1, leaseMs: 1 })).length, 1);
  });

  it('stops gracefully: waits for what runs, claims no more, and gives back what does not end', async () => {
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<undefined>();
    const both = Promise.withResolvers<undefined>();
    await test.store.jobs.add(greet('quick'), greet('stuck'), greet('waiting'));
    let begun = 0;
    const runner = run({ greet: async (payload) => {
      if ((begun += 1) === 2) both.resolve(undefined);
      await (JSON.stringify(payload).includes('quick') ? mayEnd : new Promise(() => {}));
    } }, { atOnce: 2 });
    runner.poke();
    await both.promise;
    end(undefined);
    await runner.stop(20);
    const left = await test.store.jobs.claim({ limit: 5, leaseMs: 1 });
    assert.deepEqual([begun, left.map((job) => job.key)], [2, ['stuck', 'waiting']]);
  });
});

/** Until what is due now has been run once, without waiting for what failed. */
async function look(runner: Runner): Promise<void> {
  await runner.settled();
}

async function until(runner: Runner, isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo() && tries < 100; tries++) await runner.settled();
  assert.ok(isSo());
}
