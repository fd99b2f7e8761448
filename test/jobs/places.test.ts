// Jobs given to the runner of the process that adds them: only where it has room, and never past what waits.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { startRunner, type Runner } from '../../src/jobs/runner.ts';
import type { Store } from '../../src/store/store.ts';
import { createStore } from '../../src/store/tables.ts';
import { openTestStore, type TestStore } from '../support/database.ts';

const log = pino({ level: 'silent' });

describe('a runner near where jobs are added', () => {
  let test: TestStore;
  let near: Store;
  let runner: Runner;
  let begun: string[];
  let rung: string[];
  let release: PromiseWithResolvers<undefined>;

  beforeEach(async () => {
    test = await openTestStore();
    [begun, rung, release] = [[], [], Promise.withResolvers()];
    const wait = (name: string) => async (payload: unknown) => {
      begun.push(`${name} ${JSON.stringify(payload)}`);
      await release.promise;
    };
    runner = startRunner({ store: test.store, clock: test.clock, log, handlers: { greet: wait('greet'), list: wait('list') }, atOnce: 3, rules: { list: { atOnce: 1 } } });
    near = createStore(test.connection.db, { clock: test.clock, wake: (_db, { name, key }) => Promise.resolve(void rung.push(`${name} ${key}`)), near: () => runner });
    await runner.settled();
  });
  afterEach(async () => {
    release.resolve(undefined);
    await runner.stop(1_000);
  });

  const add = (name: string, key: string) => near.transaction(tx => tx.jobs.add({ name, key, payload: { key } }));

  it('runs them at once, and each once', async () => {
    await add('greet', 'a');
    await add('list', 'b');
    assert.deepEqual(begun, ['greet {"key":"a"}', 'list {"key":"b"}']);
    release.resolve(undefined);
    await runner.idle();
    assert.equal(begun.length, 2);
  });

  it('takes no more of a name, or in all, than it may run, and the rest when there is room', async () => {
    for (const [name, key] of [['list', 'a'], ['list', 'b'], ['greet', 'c'], ['greet', 'd'], ['greet', 'e']] as const) await add(name, key);
    assert.deepEqual([begun.filter(one => one.startsWith('list')).length, begun.length <= 3], [1, true]);
    release.resolve(undefined);
    await runner.idle();
    assert.deepEqual(begun.toSorted(), ['greet {"key":"c"}', 'greet {"key":"d"}', 'greet {"key":"e"}', 'list {"key":"a"}', 'list {"key":"b"}']);
  });

  it('has others told where it has no room, and not of each', async () => {
    for (const key of ['a', 'b', 'c']) await add('greet', key);
    assert.deepEqual(rung, []);
    for (const key of ['d', 'e']) await add('greet', key);
    assert.deepEqual(rung, ['greet d']);
    test.clock.pass(1_000);
    await add('greet', 'f');
    assert.deepEqual(rung, ['greet d', 'greet f']);
  });

  it('keeps no place for a transaction that is rolled back', async () => {
    for (const key of ['a', 'b', 'c', 'd']) await assert.rejects(near.transaction(async tx => {
      await tx.jobs.add({ name: 'greet', key, payload: {} });
      throw new Error('Thought better of it.');
    }), /better/);
    for (const key of ['a', 'b', 'c']) await add('greet', key);
    assert.equal(begun.length, 3);
  });

  it('starts none once it stops, and leaves them to others at once', async () => {
    const stopped = near.transaction(async tx => {
      await tx.jobs.add({ name: 'greet', key: 'a', payload: {} });
      await runner.stop(0);
    });
    await stopped;
    await runner.settled();
    assert.deepEqual([begun, (await test.store.jobs.stats()).open], [[], 1]);
  });
});
