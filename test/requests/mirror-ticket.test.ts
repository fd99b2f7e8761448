// The ticket while ServiceNow is away: nothing is lost however long it takes, the calendar hurries nobody, and the card gets its number at the end.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { runJob as runClaimed } from '../../src/jobs/run-job.ts';
import { jobRules, jobs } from '../../src/routes.ts';
import { onEachEngine } from '../support/database.ts';
import { addPeople, openDesk, requestOf, type Desk } from '../support/desk.ts';
import { addressesOf, submitted } from '../support/journey.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { helpdeskAt, serviceNowSide } from '../support/servicenow.ts';

const minute = 60_000;

onEachEngine('a ticket while ServiceNow is away', (open) => {
  let sandbox: RunningSandbox;
  let desk: Desk;
  before(async () => void (sandbox = await startSandbox()));
  after(() => sandbox.stop());
  beforeEach(async () => {
    desk = await openDesk(await open(), { SMALL_LIST: 'submit' });
    desk.services.helpdesk = helpdeskAt(sandbox);
  });

  /** As the runner runs it: what fails is put off by the machine's time. Answers the wait, if any. */
  async function attempt(): Promise<number | undefined | 'nothing due'> {
    const [job] = await desk.store.jobs.claim({ limit: 1, leaseMs: 30_000, only: 'mirror-ticket' });
    if (job === undefined) return 'nothing due';
    const handlers = { 'mirror-ticket': (payload: unknown, run: { signal: AbortSignal }) => jobs['mirror-ticket']?.(desk.services, payload, run) ?? Promise.resolve(undefined) };
    return runClaimed({ store: desk.store, log: pino({ level: 'silent' }), handlers, rules: jobRules }, job, new AbortController().signal);
  }

  // More than the 200 tries, and the 20, after which other jobs are given up.
  for (const [what, hours, least, faults, back] of [['down', 15, 201, { serviceNowDown: true }, { serviceNowDown: false }], ['refusing us', 2, 24, { serviceNow403: 1000 }, { serviceNow403: 0 }]] as const) {
    it(`${what} for ${hours} hours: tried at most every five minutes, never given up, then one ticket and its number`, async () => {
      const request = await submitted(desk, addressesOf(addPeople(desk, 60)));
      await sandbox.api('PUT', '/api/faults', faults);
      let tries = 0;
      for (const until = desk.clock.machine() + hours * 60 * minute; desk.clock.machine() < until; tries += 1) {
        const waitMs = await attempt();
        assert.ok(typeof waitMs === 'number' && waitMs <= 5 * minute, String(waitMs));
        // The calendar alone brings nothing nearer.
        desk.clock.windTo(new Date(desk.clock.calendar().getTime() + minute).toISOString());
        assert.equal(await attempt(), 'nothing due');
        desk.clock.pass(waitMs);
      }
      assert.ok(tries >= least, `${tries} tries`);
      assert.deepEqual([(await requestOf(desk, request)).ticketNumber, (await desk.store.jobs.stats()).buried], [null, 0]);
      await sandbox.api('PUT', '/api/faults', back);
      assert.equal(await attempt(), undefined);
      const tickets = (await serviceNowSide(sandbox).tickets()).filter(ticket => ticket.correlation_id === request.id);
      assert.deepEqual(tickets.map(ticket => ticket.number), [(await requestOf(desk, request)).ticketNumber]);
    });
  }
});
