import assert from 'node:assert/strict';
import { pino } from 'pino';
import { startRunner } from '../../src/jobs/runner.ts';
import { startWake } from '../../src/jobs/wake.ts';
import { overPostgres } from '../../src/store/connect.ts';
import { createStore } from '../../src/store/tables.ts';
import type { TestClock } from '../support/clock.ts';
import { onPostgres, openPostgresStore, ownDatabaseUrl } from '../support/database.ts';

const log = pino({ level: 'silent' });

onPostgres('two workers', () => {
  it('share the jobs, and never run one at the same time or twice', async function () {
    this.timeout(30_000);
    const { clock, store } = await openPostgresStore();
    const runs = new Map<string, string[]>();
    const workers = await Promise.all(['one', 'two'].map((name) => worker(name, clock, runs)));
    await store.transaction((tx) => tx.jobs.add(...Array.from({ length: 300 }, (_, i) => ({ name: 'apply', key: `${i}`, payload: { key: `${i}` } }))));
    await Promise.all(workers.map(({ runner }) => runner.idle()));
    assert.deepEqual([runs.size, [...runs.values()].filter((by) => by.length !== 1)], [300, []]);
    assert.equal(new Set([...runs.values()].flat()).size, 2);
    await Promise.all(workers.map(({ stop }) => stop()));
  });

  it('take over what a dead one held only when its lease has lapsed', async () => {
    const { clock, store } = await openPostgresStore();
    const runs = new Map<string, string[]>();
    await store.jobs.add({ name: 'apply', key: 'a', payload: { key: 'a' } });
    await store.jobs.claim({ limit: 1, leaseMs: 30_000 });
    const { runner, stop } = await worker('one', clock, runs);
    await runner.settled();
    assert.equal(runs.size, 0);
    clock.pass(30_000);
    await runner.idle();
    assert.deepEqual([...runs], [['"a"', ['one']]]);
    await stop();
  });

  async function worker(name: string, clock: TestClock, runs: Map<string, string[]>) {
    const connection = overPostgres(ownDatabaseUrl(), log);
    const bell = await startWake(connection.engine, log);
    const store = createStore(connection.db, { clock, wake: bell.wake });
    const runner = startRunner({
      store, clock, log,
      handlers: {
        apply: async (payload) => {
          const key = JSON.stringify(payload).slice('{"key":'.length, -1);
          runs.set(key, [...(runs.get(key) ?? []), name]);
          await store.settings.write(key, name);
        },
      },
    });
    await bell.listen({ poke: runner.poke });
    const stop = async () => {
      await runner.stop(1_000);
      await bell.stop();
      await connection.close();
    };
    return { runner, stop };
  }
});
