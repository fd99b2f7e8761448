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

  const waiting = async () => {
    const { rows } = await sql<{ count: number }>`select count(*) from pgboss.job where name = 'wake' and state = 'created'`.execute(test.connection.db);
    return rows[0]?.count;
  };

  it('is heard once the transaction that added the job commits, the very first one too', async () => {
    const heard = Promise.withResolvers<undefined>();
    await bell.listen(() => heard.resolve(undefined));
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
    await bell.listen(() => {});
  });

  it('is not rung where the runner here has room: that one looks once the transaction commits, and not where it is rolled back', async () => {
    const near = createStore(test.connection.db, { clock: test.clock, wake: bell.wake, near: bell.near });
    let looks = 0;
    await bell.listen(() => void (looks += 1), () => true);
    await assert.rejects(near.transaction(async (tx) => {
      await tx.jobs.add(job);
      throw new Error('Thought better of it.');
    }), /better/);
    assert.equal(looks, 0);
    await near.transaction(async (tx) => {
      await tx.jobs.add(job);
      assert.equal(looks, 0);
    });
    assert.deepEqual([looks, await waiting()], [1, 0]);
  });

  it('is not rung for a job that is due later', async () => {
    await test.store.jobs.add({ ...job, dueAt: new Date('2022-09-21T09:00Z') });
    assert.deepEqual(test.wakes, []);
  });

  it('brings a job from a transaction to a worker and to its end', async () => {
    const ran = Promise.withResolvers<undefined>();
    const runner = startRunner({ store, clock: test.clock, log, handlers: { greet: () => Promise.resolve(ran.resolve(undefined)) } });
    await bell.listen(runner.poke);
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
