import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { pino } from 'pino';
import { startRunner } from '../../src/jobs/runner.ts';
import { startSweep } from '../../src/jobs/sweep.ts';
import { startWake, type WakeUp } from '../../src/jobs/wake.ts';
import type { Store } from '../../src/store/store.ts';
import { createStore } from '../../src/store/tables.ts';
import { onEachEngine, type TestStore } from '../support/database.ts';

const log = pino({ level: 'silent' });
const job = { name: 'greet', key: 'a', payload: {} };

onEachEngine('the wake-up', (open) => {
  let test: TestStore;
  let bell: WakeUp;
  let store: Store;

  beforeEach(async () => {
    test = await open();
    bell = await startWake(test.connection.engine, log);
    await sql`delete from pgboss.job`.execute(test.connection.db);
    store = createStore(test.connection.db, { clock: test.clock, wake: bell.wake, transactionMs: 3_000 });
  });
  afterEach(() => bell.stop());

  const rung = async () => (await sql`select 1 from pgboss.job where name = 'wake'`.execute(test.connection.db)).rows.length;
  const waiting = async () => {
    const { rows } = await sql<{ count: number }>`select count(*) from pgboss.job where name = 'wake' and state = 'created'`.execute(test.connection.db);
    return rows[0]?.count;
  };

  it('is heard once the transaction that added the job commits, the very first one too', async () => {
    const heard = Promise.withResolvers<undefined>();
    await bell.listen({ poke: () => heard.resolve(undefined) });
    await store.transaction((tx) => tx.jobs.add(job));
    await heard.promise;
  });

  it('is not left behind by a transaction that is rolled back, nor is the job', async () => {
    await assert.rejects(store.transaction(async (tx) => {
      await tx.jobs.add(job);
      throw new Error('Thought better of it.');
    }), /better/);
    assert.deepEqual([await waiting(), (await store.jobs.stats()).open], [0, 0]);
    await store.transaction((tx) => tx.jobs.add(job));
    assert.deepEqual([await waiting(), (await store.jobs.stats()).open], [1, 1]);
    await bell.listen({ poke: () => undefined });
  });

  describe('beside a runner that has room', () => {
    let near: Store;
    let done: string[];
    let isFull: boolean;

    beforeEach(async () => {
      [done, isFull] = [[], false];
      near = createStore(test.connection.db, { clock: test.clock, wake: bell.wake, near: bell.near, transactionMs: 3_000 });
      await bell.listen({
        poke: () => void done.push('look'),
        shouldRing: () => isFull,
        reserve: (name) => (isFull ? null : { leaseMs: 8_000, start: ({ key, payload, attempts }) => void done.push(`start ${name} ${key} ${JSON.stringify(payload)} ${attempts}`), free: () => void done.push('free') }),
      });
    });

    it('is not rung: the job is leased to that one, and given to it once the transaction commits', async () => {
      await near.transaction(async (tx) => {
        await tx.jobs.add(job);
        assert.deepEqual(done, []);
      });
      assert.deepEqual([done, await waiting(), await near.jobs.claim({ limit: 1, leaseMs: 1 })], [['start greet a {} 1'], 0, []]);
    });

    it('gives it nothing where the transaction is rolled back', async () => {
      await assert.rejects(near.transaction(async (tx) => {
        await tx.jobs.add(job);
        throw new Error('Thought better of it.');
      }), /better/);
      assert.deepEqual([done, (await store.jobs.stats()).open], [['free'], 0]);
    });

    it('leaves a job that was there to whoever has it, and has that one look', async () => {
      await test.store.jobs.add(job);
      const [claimed] = await store.jobs.claim({ limit: 1, leaseMs: 8_000 });
      await near.jobs.add(job);
      assert.deepEqual([done, claimed && (await store.jobs.finish(claimed))], [['free', 'look'], true]);
    });

    it('is rung where that one is full, which looks when it has room again', async () => {
      isFull = true;
      await near.transaction(tx => tx.jobs.add(job));
      assert.deepEqual([done[0], (await store.jobs.claim({ limit: 1, leaseMs: 8_000 })).length], ['look', 1]);
      assert.equal(await rung(), 1);
    });

    it('has the job run by somebody else once the lease has lapsed, where that one died before it began', async () => {
      await near.jobs.add(job);
      test.clock.pass(8_001);
      assert.equal((await store.jobs.claim({ limit: 1, leaseMs: 8_000 })).length, 1);
    });
  });

  it('is not rung for a job that is due later', async () => {
    await test.store.jobs.add({ ...job, dueAt: new Date('2022-09-21T09:00Z') });
    assert.deepEqual(test.wakes, []);
  });

  it('brings a job from a transaction to a worker and to its end', async () => {
    const ran = Promise.withResolvers<undefined>();
    const runner = startRunner({ store, clock: test.clock, log, handlers: { greet: () => Promise.resolve(ran.resolve(undefined)) } });
    await bell.listen(runner);
    await store.transaction((tx) => tx.jobs.add(job));
    await ran.promise;
    await runner.idle();
    await runner.stop(1_000);
  });

  it('wakes a worker elsewhere for a due job that nobody was woken for, not more often than every ten seconds', async () => {
    const rung: string[] = [];
    const sweep = startSweep({ store, clock: test.clock, log, everyMs: 3_600_000, reach: { ring: ({ key }) => Promise.resolve(void rung.push(key)) } });
    await test.store.jobs.add({ ...job, key: 'later', dueAt: new Date('2022-09-20T10:00Z') }, { ...job, key: 'first', dueAt: new Date('2022-09-20T07:00Z') }, { ...job, key: 'second', dueAt: new Date('2022-09-20T07:30Z') });
    await sweep.sweepNow();
    await sweep.sweepNow();
    assert.deepEqual(rung, ['first', 'second']);
    test.clock.windTo('2022-09-20T10:00Z');
    await sweep.sweepNow();
    assert.deepEqual(rung, ['first', 'second', 'later']);
    test.clock.pass(10_000);
    await sweep.sweepNow();
    assert.deepEqual(rung.slice(3), ['first', 'second', 'later']);
    await sweep.stop();
  });
});
