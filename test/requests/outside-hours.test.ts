// Going on outside working hours: with a reason, where it is urgent, and never otherwise.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { UserError } from '../../src/errors.ts';
import { isWithin } from '../../src/schedule.ts';
import { addPeople, press, requestOf, resolvers, runDue, runJob, type Desk } from '../support/desk.ts';
import { openInHours, type InHours } from '../support/in-hours.ts';
import { addressesOf, checked, started, submitted } from '../support/journey.ts';
import { workingHours } from '../support/requests.ts';

describe('outside working hours', () => {
  let hours: InHours;
  let desk: Desk;
  beforeEach(async () => {
    hours = await openInHours();
    ({ desk } = hours);
  });

  describe('a reason to go on outside hours', () => {
    const reason = 'The ward changes shift at 8pm';

    it('has it applied at once, is kept in the audit trail, and told to the Local Administrator', async () => {
      hours.fridayAt('18:00');
      const request = await started(desk, hours.list(60));
      await runDue(desk, 'run-lane');
      await hours.byResolver('request.outside-hours', request, { reason });
      await runDue(desk, 'run-lane');
      assert.equal((await requestOf(desk, request)).status, 'confirming');
      const entry = (await hours.audited(request)).find(({ action }) => action === 'hours-waived') ?? assert.fail();
      assert.deepEqual([entry.actor_id, entry.detail['reason']], ['dan', reason]);
      assert.match(JSON.stringify(await press(desk, 'priya', 'request.show', request)), /A resolver went on outside working hours\. The reason given: The ward changes shift at 8pm/);
    });

    it('does not go before the time that was asked for', async () => {
      hours.fridayAt('17:00');
      const request = await hours.submittedFor('2022-09-26', '07:00');
      await hours.byResolver('request.start', request);
      await hours.byResolver('request.outside-hours', request, { reason });
      await runDue(desk, 'run-lane');
      hours.mondayAt('06:59');
      await runDue(desk, 'run-lane');
      assert.deepEqual(hours.called, []);
      hours.mondayAt('07:00');
      await runDue(desk, 'run-lane');
      assert.equal((await requestOf(desk, request)).status, 'confirming');
    });

    it('is of that round alone', async () => {
      hours.fridayAt('18:00');
      const request = await started(desk, hours.list(30));
      await hours.byResolver('request.outside-hours', request, { reason });
      await runDue(desk, 'run-lane', 'confirm-round');
      await hours.byResolver('request.portal-marked', request);
      await press(desk, 'priya', 'request.reopen', request);
      assert.equal((await requestOf(desk, request)).outsideHours, null);
      assert.match(await hours.cardOf(request), /applying from Monday 26 September 2022, 8am$/);
    });

    for (const words of ['for jo.whitlock@nhs.example', 'ring 07700 900123 first']) {
      it(`with an address or a number in it is not taken: ${words}`, async () => {
        hours.fridayAt('18:00');
        const request = await started(desk, hours.list(30));
        await assert.rejects(hours.byResolver('request.outside-hours', request, { reason: words }), UserError);
        assert.equal((await requestOf(desk, request)).outsideHours, null);
      });
    }

    it('without words, or by somebody who may not, changes nothing', async () => {
      hours.fridayAt('18:00');
      const request = await started(desk, hours.list(30));
      await assert.rejects(hours.byResolver('request.outside-hours', request, { reason: '  ' }), UserError);
      for (const who of ['priya', 'tom', 'lena', 'noor']) await press(desk, who, 'request.outside-hours', request, { inputs: { reason } });
      assert.equal((await requestOf(desk, request)).outsideHours, null);
    });
  });

  it('signing somebody out does not wait', async () => {
    hours.fridayAt('23:00');
    const [id] = addPeople(desk, 1);
    const request = await checked(desk, addressesOf([id ?? '']), { kind: 'revoke-sessions' });
    await press(desk, 'priya', 'request.submit', request, { inputs: { contactNumber: '07700 900123', notBeforeDate: '2022-09-26', notBeforeTime: '', message: 'true' } });
    assert.equal((await requestOf(desk, request)).notBefore, null);
    await press(desk, 'dan', 'request.approve', request, { in: resolvers(desk) });
    await runDue(desk, 'run-lane');
    assert.equal(hours.called.length, 1);
  });

  it('never takes a slice out of hours or before the time that was asked for, whatever is pressed and however time passes', async function () {
    this.timeout(120_000);
    type Step = { is: 'run' | 'pause' | 'continue' | 'hold' | 'resume' | 'wake' } | { is: 'pass'; minutes: number };
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom<Step>({ is: 'run' }, { is: 'pause' }, { is: 'continue' }, { is: 'hold' }, { is: 'resume' }, { is: 'wake' }) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 900 }).map(minutes => ({ is: 'pass' as const, minutes })) },
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 72 * 60 }), fc.option(fc.integer({ min: 1, max: 4 * 24 * 60 })), fc.array(step, { minLength: 4, maxLength: 14 }), async (begin, wait, steps) => {
        // From the Thursday before the clocks go back.
        desk.clock.windTo(new Date(Date.parse('2022-10-27T12:00:00Z') + begin * 60_000).toISOString());
        const notBefore = wait === null ? null : new Date(desk.clock.calendar().getTime() + wait * 60_000);
        const request = await submitted(desk, hours.list(60, `run-${(round += 1)}-`));
        await desk.store.requests.save({ ...request, notBefore });
        hours.called.length = 0;
        await hours.byResolver('request.start', request);
        for (const one of steps) {
          if (one.is === 'pass') desk.clock.pass(one.minutes * 60_000);
          else if (one.is === 'run') await runJob(desk, 'run-lane');
          else if (one.is === 'wake') await desk.store.jobs.add({ name: 'run-lane', key: `group:${desk.settings.MFA_GROUP}`, payload: { lane: `group:${desk.settings.MFA_GROUP}` } });
          else await hours.byResolver(`request.${one.is}`, request, one.is === 'hold' ? { why: 'incident' } : {});
        }
        for (const slice of hours.called) assert.ok(isWithin(workingHours, slice.at) && (notBefore === null || slice.at >= notBefore), slice.at.toISOString());
        // Whatever was pressed, it comes to its end by itself once it may.
        await hours.byResolver('request.resume', request);
        await hours.byResolver('request.continue', request);
        desk.clock.windTo('2022-11-07T09:00:00Z');
        await runDue(desk, 'run-lane');
        assert.equal(hours.called.reduce((sum, { count }) => sum + count, 0), 60);
      }),
      { numRuns: 20 },
    );
  });
});
