// Applying keeps to working hours: it waits, its cards say so, and it goes on by itself.
import assert from 'node:assert/strict';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { press, requestOf, resolvers, runDue, runJob, type Desk } from '../support/desk.ts';
import { openInHours, type InHours } from '../support/in-hours.ts';
import { resolved, started } from '../support/journey.ts';
import { at } from '../support/requests.ts';

describe('applying, as working hours go', () => {
  let hours: InHours;
  let desk: Desk;
  beforeEach(async () => {
    hours = await openInHours();
    ({ desk } = hours);
  });

  describe('started when hours are over', () => {
    it('changes nobody, says on the first card from when, and begins by itself', async () => {
      hours.fridayAt('18:00');
      const request = await started(desk, hours.list(60));
      assert.equal(await hours.cardOf(request), 'Started: 60 people, applying from Monday 26 September 2022, 8am');
      await runDue(desk, 'run-lane');
      assert.deepEqual([hours.called, await hours.due()], [[], at('2022-09-26T08:00:00+01:00')]);
      hours.mondayAt('07:59');
      await runDue(desk, 'run-lane');
      assert.deepEqual(hours.called, []);
      hours.mondayAt('08:00');
      await runDue(desk, 'run-lane');
      assert.deepEqual(hours.called.map(({ count }) => count), [25, 35]);
      assert.equal((await requestOf(desk, request)).status, 'confirming');
    });

    it('is not begun by waking the lane, as often as that happens', async () => {
      hours.fridayAt('18:00');
      await started(desk, hours.list(60));
      const lane = `group:${desk.settings.MFA_GROUP}`;
      for (let times = 0; times < 3; times += 1) {
        await desk.store.jobs.add({ name: 'run-lane', key: lane, payload: { lane } });
        await runDue(desk, 'run-lane');
      }
      assert.deepEqual([hours.called, await hours.due()], [[], at('2022-09-26T08:00:00+01:00')]);
    });

    it('goes on at once after a re-open within hours, and waits after one outside them', async () => {
      hours.fridayAt('10:00');
      const request = await resolved(desk, hours.list(30));
      assert.equal(request.status, 'resolved');
      hours.fridayAt('19:00');
      await press(desk, 'priya', 'request.reopen', request);
      await runDue(desk, 'run-lane');
      assert.deepEqual([hours.called.length, await hours.cardOf(request)], [2, 'Started: 30 people, applying from Monday 26 September 2022, 8am']);
      hours.mondayAt('08:00');
      await runDue(desk, 'run-lane', 'confirm-round');
      assert.equal((await requestOf(desk, request)).status, 'confirming');
    });
  });

  describe('in the middle of a list as hours end', () => {
    async function stoppedMidway(): Promise<ServiceRequest> {
      hours.fridayAt('17:59');
      const request = await started(desk, hours.list(500));
      await runJob(desk, 'run-lane');
      hours.fridayAt('18:00');
      await runDue(desk, 'run-lane');
      return requestOf(desk, request);
    }

    it('stops before the next slice, keeps what is done, and goes on by itself on the next working day with the rest', async () => {
      const request = await stoppedMidway();
      assert.deepEqual([hours.called.map(({ count }) => count), request.status, request.halted], [[25], 'in-progress', null]);
      assert.equal(await hours.cardOf(request), 'In progress: MFA applied to 25 of 500 people');
      hours.mondayAt('08:00');
      await runDue(desk, 'run-lane');
      assert.deepEqual(hours.called.map(({ count }) => count), [25, 400, 75]);
      assert.equal((await requestOf(desk, request)).status, 'confirming');
    });

    it('notes in the audit trail that it waited, until when, and that it went on, once each', async () => {
      const request = await stoppedMidway();
      await runDue(desk, 'run-lane');
      hours.mondayAt('08:00');
      await runDue(desk, 'run-lane');
      const rows = (await hours.audited(request)).filter(({ action }) => action === 'waits' || action === 'goes-on');
      assert.deepEqual(rows.map(({ action, actor_id, detail }) => [action, actor_id, detail['until']]), [['waits', 'la-desk', '2022-09-26T07:00:00.000Z'], ['goes-on', 'la-desk', undefined]]);
    });

    it('draws the resolvers’ card again when it goes on, though a reason can be typed into the one before', async () => {
      const request = await stoppedMidway();
      const postOf = async () => (await desk.store.posts.cardOf(request.id, resolvers(desk).id, 'resolver')) ?? assert.fail();
      await runDue(desk, 'deliver-post');
      const waiting = await postOf();
      assert.equal(waiting.inputsVersion, request.version);
      hours.mondayAt('08:00');
      await runJob(desk, 'run-lane');
      await runDue(desk, 'deliver-post');
      const { inputsVersion, drawn, wanted } = await postOf();
      assert.deepEqual([inputsVersion, drawn === wanted, drawn > waiting.drawn], [null, true, true]);
    });

    it('that is all applied is finished at once: only changing people waits', async () => {
      hours.fridayAt('17:59');
      const request = await started(desk, hours.list(20));
      await runJob(desk, 'run-lane');
      hours.fridayAt('18:30');
      await runDue(desk, 'run-lane');
      assert.equal((await requestOf(desk, request)).status, 'confirming');
    });

    it('held and resumed in the evening waits for the morning, and may still be stopped there', async () => {
      const request = await stoppedMidway();
      await hours.byResolver('request.hold', request, { why: 'incident' });
      hours.fridayAt('20:00');
      await hours.byResolver('request.resume', request);
      await runDue(desk, 'run-lane');
      await hours.byResolver('request.pause', request);
      hours.mondayAt('08:00');
      await runDue(desk, 'run-lane');
      assert.equal(hours.called.length, 1);
      await hours.byResolver('request.continue', request);
      await runDue(desk, 'run-lane');
      assert.equal((await requestOf(desk, request)).status, 'confirming');
    });
  });
});
