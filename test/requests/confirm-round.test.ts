// Reading back: on a schedule of the calendar, until it is seen, contradicted or accepted; and resolved only with the Portal marked.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import { confirmRound } from '../../src/requests/confirm-round.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, runJob, type Desk } from '../support/desk.ts';
import { addressesOf, confirming, resolved, started } from '../support/journey.ts';
import { saidBy } from '../support/requests.ts';

describe('confirmRound', () => {
  let desk: Desk;
  let stale: boolean;
  /** While `stale`, the directory shows nobody new in the group, as after a write it may. */
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    stale = false;
    const directory = { ...desk.services.directory };
    desk.services.directory.membership = async (...of) => {
      const found = await directory.membership(...of);
      return stale ? new Map([...found.keys()].map(id => [id, new Set<string>()])) : found;
    };
  });

  const run = { signal: new AbortController().signal };
  const progressOf = async ({ id, round }: ServiceRequest) => desk.store.effects.progress(id, round, 6);
  const read = (request: ServiceRequest) => confirmRound(desk.services, { requestId: request.id, round: request.round }, run);
  const byResolver = (verb: string, request: ServiceRequest) => press(desk, 'dan', verb, request, { in: resolvers(desk) });
  const confirmedAudits = async ({ id }: ServiceRequest) => (await desk.store.audit.ofRequest(id)).filter(row => row.action === 'confirmed').map(row => row.person_id);

  describe('reading back', () => {
    it('confirms everybody the directory shows, one line of audit each', async () => {
      const people = addPeople(desk, 60);
      const request = await confirming(desk, addressesOf(people));
      assert.deepEqual([(await progressOf(request)).confirmed, await confirmedAudits(request)], [60, people]);
    });

    it('comes back at its times of the calendar, and not before', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 25)));
      await runDue(desk, 'run-lane');
      stale = true;
      const appliedAt = desk.clock.calendar().getTime();
      for (const seconds of [5, 15, 45, 120, 300, 300 + 1_800, 300 + 3_600]) {
        const next = await read(request);
        assert.deepEqual(next, { againAt: new Date(appliedAt + seconds * 1_000) });
        const reads = (await desk.store.effects.unconfirmed(request.id, 1, 1))[0]?.confirmReads;
        await read(request);
        assert.equal((await desk.store.effects.unconfirmed(request.id, 1, 1))[0]?.confirmReads, reads, 'it read too early');
        desk.clock.windTo(new Date(appliedAt + seconds * 1_000).toISOString());
      }
      stale = false;
      await read(request);
      assert.equal((await progressOf(request)).confirmed, 25);
    });

    it('counts as overdue only after all early reads', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 3)));
      await runDue(desk, 'run-lane');
      stale = true;
      const overdue: number[] = [];
      const appliedAt = desk.clock.calendar().getTime();
      for (const seconds of [0, 5, 15, 45, 120, 300, 2_100]) {
        desk.clock.windTo(new Date(appliedAt + seconds * 1_000).toISOString());
        await read(request);
        overdue.push((await progressOf(request)).overdue);
      }
      assert.deepEqual(overdue, [0, 0, 0, 0, 0, 3, 3]);
    });

    it('after a day of standing still reads once, and then goes on from there', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 3)));
      await runDue(desk, 'run-lane');
      stale = true;
      desk.clock.pass(86_400_000);
      const at = desk.clock.calendar().getTime();
      assert.deepEqual(await read(request), { againAt: new Date(at + 5_000) });
      assert.deepEqual([(await desk.store.effects.unconfirmed(request.id, 1, 1))[0]?.confirmReads, (await progressOf(request)).overdue], [1, 0]);
    });

    it('never confirms anybody twice', async () => {
      const request = await confirming(desk, addressesOf(addPeople(desk, 30)));
      desk.clock.pass(86_400_000);
      await read(request);
      assert.equal((await confirmedAudits(request)).length, 30);
    });

    it('waits for a directory that is away; one that refuses counts as a read that saw nobody', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 3)));
      await runDue(desk, 'run-lane');
      desk.world.faults.push(new WorldError('throttled', 'slow down', { retryAfterMs: 9_000 }));
      await assert.rejects(read(request), { retryAfterMs: 9_000 });
      assert.notEqual((await requestOf(desk, request)).triesAgainAt, null);
      desk.world.faults.push(new WorldError('refused', 'no permission'));
      assert.deepEqual(await read(request), { againAt: new Date(desk.clock.calendar().getTime() + 5_000) });
      assert.deepEqual([(await progressOf(request)).confirmed, (await progressOf(request)).contradicted], [0, 0]);
    });

    it('of an older round, or of a request that is gone, does nothing', async () => {
      const request = await confirming(desk, addressesOf(addPeople(desk, 3)));
      assert.equal(await confirmRound(desk.services, { requestId: request.id, round: 2 }, run), undefined);
      assert.equal(await confirmRound(desk.services, { requestId: '00000000-0000-4000-8000-000000000000', round: 1 }, run), undefined);
    });
  });

  describe('somebody the policy leaves out', () => {
    it('is contradicted, not confirmed, and has to be accepted', async () => {
      const people = addPeople(desk, 60);
      for (const id of people.slice(0, 2)) desk.world.excluded.add(id);
      const request = await confirming(desk, addressesOf(people));
      assert.deepEqual([(await progressOf(request)).contradicted, (await progressOf(request)).confirmed], [2, 58]);
      await byResolver('request.portal-marked', request);
      assert.equal((await requestOf(desk, request)).status, 'confirming');
      await byResolver('request.accept', request);
      assert.equal((await requestOf(desk, request)).status, 'resolved');
      const card = saidBy(await press(desk, 'priya', 'request.show', request));
      assert.equal(card, 'Resolved: 58 of 60 people have MFA, 2 not confirmed');
    });

    it('is everybody while the policy is off, until somebody switches it on', async () => {
      const { policies } = desk.world;
      desk.world.policies = [];
      const request = await confirming(desk, addressesOf(addPeople(desk, 60)));
      assert.equal((await progressOf(request)).contradicted, 60);
      desk.world.policies = policies;
      desk.clock.pass(5_000);
      await runDue(desk, 'confirm-round');
      const after = await progressOf(request);
      assert.deepEqual([after.contradicted, after.confirmed, (await confirmedAudits(request)).length], [0, 60, 60]);
    });
  });

  describe('resolving', () => {
    it('waits for the Portal although everybody is confirmed', async () => {
      const request = await confirming(desk, addressesOf(addPeople(desk, 60)));
      assert.equal(request.status, 'confirming');
      assert.match(saidBy(await byResolver('request.refresh', request)), /^Waiting for the Portal: R-2041, mark 60 people$/);
      await byResolver('request.portal-marked', request);
      const after = await requestOf(desk, request);
      assert.deepEqual([after.status, after.portalMarkedCount], ['resolved', 60]);
    });

    it('waits for the confirmation although the Portal is marked', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 60)));
      await runDue(desk, 'run-lane');
      await byResolver('request.portal-marked', request);
      assert.equal((await requestOf(desk, request)).status, 'confirming');
      await runDue(desk, 'confirm-round');
      assert.equal((await requestOf(desk, request)).status, 'resolved');
    });

    it('happens with the last early read of somebody never seen, once that is accepted', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 60)));
      await runDue(desk, 'run-lane');
      stale = true;
      for (let reads = 0; reads < 6; reads += 1) {
        await read(request);
        desk.clock.pass(30 * 60_000);
      }
      await byResolver('request.portal-marked', request);
      assert.match(saidBy(await byResolver('request.accept', request)), /^Resolved: R-2041, 0 confirmed$/);
    });

    it('closes 3 calendar days later to the minute, whatever runs before', async () => {
      const request = await resolved(desk, addressesOf(addPeople(desk, 60)));
      for (const early of ['2022-09-22T09:00:00+01:00', '2022-09-23T08:59:59.999+01:00']) {
        desk.clock.windTo(early);
        assert.equal(await runJob(desk, 'close-request'), null);
      }
      desk.clock.windTo('2022-09-23T09:00:00+01:00');
      await runDue(desk, 'close-request', 'mirror-ticket');
      const closed = await requestOf(desk, request);
      assert.deepEqual([closed.status, closed.closedAt], ['closed', desk.clock.calendar()]);
      assert.equal((await desk.store.tickets.find(request.id))?.state, 'closed');
    });
  });

  describe('re-opening', () => {
    const people = 60;

    it('takes everybody through a new round: nobody is audited as newly applied, and the Portal is marked again', async () => {
      const request = await resolved(desk, addressesOf(addPeople(desk, people)));
      await press(desk, 'tom', 'request.reopen', request);
      assert.deepEqual([(await requestOf(desk, request)).status, (await requestOf(desk, request)).round], ['in-progress', 2]);
      await runDue(desk, 'run-lane', 'confirm-round');
      const second = await requestOf(desk, request);
      assert.deepEqual([second.status, (await progressOf(second)).confirmed], ['confirming', people]);
      const again = (await desk.store.audit.ofRequest(request.id)).filter(row => row.detail['round'] === 2 && row.action !== 'confirmed');
      assert.ok(again.length === people && again.every(row => row.action === 'already'));
      await byResolver('request.portal-marked', request);
      assert.equal((await requestOf(desk, request)).status, 'resolved');
    });

    it('puts closing off until 3 days after it is resolved again', async () => {
      const request = await resolved(desk, addressesOf(addPeople(desk, people)));
      desk.clock.windTo('2022-09-22T09:00:00+01:00');
      await press(desk, 'tom', 'request.reopen', request);
      await runDue(desk, 'run-lane', 'confirm-round');
      await byResolver('request.portal-marked', request);
      desk.clock.windTo('2022-09-23T09:00:00+01:00');
      await runDue(desk, 'close-request');
      assert.equal((await requestOf(desk, request)).status, 'resolved');
      desk.clock.windTo('2022-09-25T09:00:00+01:00');
      await runDue(desk, 'close-request');
      assert.equal((await requestOf(desk, request)).status, 'closed');
    });

    it('after closing is not possible', async () => {
      const request = await resolved(desk, addressesOf(addPeople(desk, people)));
      desk.clock.windTo('2022-09-23T09:00:00+01:00');
      await runDue(desk, 'close-request');
      assert.match(saidBy(await press(desk, 'priya', 'request.reopen', request)), /^Closed on Friday 23 September 2022, 9am$/);
      assert.equal((await requestOf(desk, request)).round, 1);
    });
  });
});
