import assert from 'node:assert/strict';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { backoffMs } from '../../src/jobs/backoff.ts';
import { jobMetrics } from '../../src/jobs/metrics.ts';
import { startSweep } from '../../src/jobs/sweep.ts';
import { openTestStore } from '../support/database.ts';

const log = pino({ level: 'silent' });
const day = 24 * 60 * 60_000;

describe('the sweep', () => {
  it('pokes the worker of its own process by its timer', async () => {
    const { store, clock } = await openTestStore();
    const poked = Promise.withResolvers<undefined>();
    const sweep = startSweep({ store, clock, log, everyMs: 1, reach: { poke: () => poked.resolve(undefined) } });
    await poked.promise;
    await sweep.stop();
  });

  it('does the daily work once a day of machine time, and goes on when that fails', async () => {
    const { store, clock } = await openTestStore();
    let days = 0;
    const daily = () => ((days += 1), Promise.reject(new Error('No room.')));
    const sweep = startSweep({ store, clock, log, everyMs: day, reach: { poke: () => {} }, daily });
    clock.windTo('2023-09-20T09:00Z');
    await sweep.sweepNow();
    assert.equal(days, 0);
    clock.pass(day);
    await sweep.sweepNow();
    await sweep.sweepNow();
    assert.equal(days, 1);
    clock.pass(day);
    await Promise.all([sweep.sweepNow(), sweep.sweepNow()]);
    assert.equal(days, 2);
    await sweep.stop();
  });
});

describe('the hourly work', () => {
  it('is done once an hour of machine time, whatever the calendar says', async () => {
    const { store, clock } = await openTestStore();
    let hours = 0;
    const sweep = startSweep({ store, clock, log, everyMs: day, reach: { poke: () => {} }, hourly: () => ((hours += 1), Promise.resolve()) });
    const seen: number[] = [];
    for (const minutes of [59, 1, 59, 61]) {
      clock.windTo('2023-09-20T09:00Z');
      clock.pass(minutes * 60_000);
      await sweep.sweepNow();
      seen.push(hours);
    }
    await sweep.stop();
    assert.deepEqual(seen, [0, 1, 1, 2]);
  });
});

describe('the back-off', () => {
  it('doubles from half a second to five minutes', () => {
    const longest = [0, 1, 2, 5, 9, 10, 1_000].map((failures) => backoffMs(failures, 1));
    assert.deepEqual(longest, [500, 1_000, 2_000, 16_000, 256_000, 300_000, 300_000]);
  });

  it('is spread over its upper half', () => {
    assert.deepEqual([backoffMs(1, 0), backoffMs(1, 0.5), backoffMs(1, 1)], [500, 750, 1_000]);
  });
});

describe('the metrics of jobs', () => {
  it('tell what is open, what comes next by the calendar, and what is buried', async () => {
    const { store, clock } = await openTestStore();
    const registry = new Registry();
    jobMetrics(registry, store);
    const value = async (name: string) => (await registry.metrics()).split('\n').find((line) => line.startsWith(`${name} `))?.split(' ')[1];
    assert.equal(await value('la_desk_next_due_seconds'), 'Nan');
    await store.jobs.add({ name: 'greet', key: 'now', payload: {} }, { name: 'greet', key: 'later', payload: {}, dueAt: new Date('2022-09-21T09:00Z') });
    assert.deepEqual([await value('la_desk_jobs_open'), await value('la_desk_next_due_seconds'), await value('la_desk_jobs_buried')], ['1', `${Date.parse('2022-09-21T09:00Z') / 1_000}`, '0']);
    clock.windTo('2022-09-21T09:00Z');
    assert.deepEqual([await value('la_desk_jobs_open'), await value('la_desk_next_due_seconds')], ['2', 'Nan']);
  });
});
