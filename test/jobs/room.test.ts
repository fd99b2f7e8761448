// The rules of our own jobs: however many long ones are due, what people are told finds a place.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { pino } from 'pino';
import { startRunner } from '../../src/jobs/runner.ts';
import { jobRules, jobsAtOnce } from '../../src/routes.ts';
import { openTestStore } from '../support/database.ts';

const ours = ['check-list', 'run-lane', 'confirm-round', 'read-channel-file'];
const helpdesks = ['mirror-ticket', 'hear-ticket', 'hear-helpdesk'];

describe('long jobs', () => {
  for (const [what, long, url] of [['keep', ours, undefined], ['and a slow ServiceNow keep', [...ours, ...helpdesks], 'https://example.service-now.com']] as const) it(`${what} a place for what people are told`, async () => {
    const { store, clock } = await openTestStore();
    const told = Promise.withResolvers<undefined>();
    const untilTold = (_payload: unknown, { signal }: { signal: AbortSignal }) => Promise.race([told.promise, once(signal, 'abort')]).then(() => undefined);
    const earlier = new Date(clock.calendar().getTime() - 60_000);
    await store.jobs.add(...long.flatMap(name => Array.from({ length: 10 }, (_, i) => ({ name, key: `${i}`, payload: {}, dueAt: earlier }))), { name: 'deliver-post', key: 'a', payload: {} });
    const handlers = { ...Object.fromEntries(long.map(name => [name, untilTold])), 'deliver-post': () => Promise.resolve(told.resolve(undefined)) };
    const runner = startRunner({ store, clock, log: pino({ level: 'silent' }), handlers, rules: jobRules, atOnce: jobsAtOnce({ SERVICENOW_URL: url }) });
    try {
      await runner.idle();
      assert.equal((await store.jobs.stats()).open, 0);
    } finally {
      await runner.stop(0);
    }
  });
});
