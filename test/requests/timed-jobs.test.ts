// What follows a request by the calendar or mirrors it elsewhere: each may run twice, late or for nothing.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import { mirrorTicket } from '../../src/requests/mirror-ticket.ts';
import { closeRequest, forgetRequest, nudgeClosing } from '../../src/requests/timed-jobs.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, runDue, runJob, type Desk } from '../support/desk.ts';
import { addressesOf, checked, resolved, submitted } from '../support/journey.ts';
import { personal } from '../support/requests.ts';

describe('timed jobs', () => {
  let desk: Desk;
  beforeEach(async () => void (desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' })));
  const rows = () => addressesOf(addPeople(desk, 60));
  const nobody = { requestId: '00000000-0000-4000-8000-000000000000' };

  describe('the ticket', () => {
    it('is one, however often it is mirrored, and holds what the helpdesk needs', async () => {
      const request = await submitted(desk, rows());
      for (let i = 0; i < 3; i += 1) await mirrorTicket(desk.services, { requestId: request.id });
      const [ticket, ...others] = await desk.store.tickets.latest(10);
      assert.equal(others.length, 0);
      assert.deepEqual([ticket?.number, ticket?.state, ticket?.contactNumber, ticket?.affectedCount, ticket?.requesterId], ['INC31020417', 'new', '+447700900123', 60, 'priya']);
      assert.equal(ticket?.shortDescription, 'R-2041: 60 people would get MFA');
      assert.equal((await requestOf(desk, request)).ticketState, 'new');
    });

    it('follows to the present state, also when it is late', async () => {
      const request = await resolved(desk, rows());
      await runDue(desk, 'mirror-ticket');
      assert.equal((await desk.store.tickets.find(request.id))?.state, 'resolved');
    });

    it('whose number is new is drawn on the card; a second run draws nothing', async () => {
      const request = await submitted(desk, rows());
      const wanted = async () => (await desk.store.posts.cardOf(request.id, 'a:priya', 'status'))?.wanted;
      const before = await wanted() ?? 0;
      await mirrorTicket(desk.services, { requestId: request.id });
      assert.equal(await wanted(), before + 1);
      await mirrorTicket(desk.services, { requestId: request.id });
      assert.equal(await wanted(), before + 1);
    });

    it('does not change the version: a card open at that moment stays good', async () => {
      const request = await submitted(desk, rows());
      await mirrorTicket(desk.services, { requestId: request.id });
      assert.equal((await requestOf(desk, request)).version, request.version);
    });

    it('waits for a helpdesk that is away, and loses no change made meanwhile', async () => {
      const request = await submitted(desk, rows());
      const { helpdesk } = desk.services;
      await assert.rejects(mirrorTicket({ ...desk.services, helpdesk: { ...helpdesk, mirror: () => Promise.reject(new WorldError('unavailable', 'away')) } }, { requestId: request.id }), WorldError);
      const meanwhile = { ...helpdesk, mirror: async (...of: Parameters<typeof helpdesk.mirror>) => (await press(desk, 'priya', 'request.withdraw', request), helpdesk.mirror(...of)) };
      await mirrorTicket({ ...desk.services, helpdesk: meanwhile }, { requestId: request.id });
      const after = await requestOf(desk, request);
      assert.deepEqual([after.status, after.ticketState, after.ticketWanted], ['withdrawn', 'new', 'cancelled']);
      await runDue(desk, 'mirror-ticket');
      assert.equal((await desk.store.tickets.find(request.id))?.state, 'cancelled');
    });

    it('of a check, or of a request that is gone, is nothing', async () => {
      const request = await checked(desk, rows());
      await mirrorTicket(desk.services, { requestId: request.id });
      await mirrorTicket(desk.services, nobody);
      assert.deepEqual(await desk.store.tickets.latest(10), []);
    });
  });

  describe('closing', () => {
    it('run early by mistake changes nothing and comes back at its time', async () => {
      const request = await resolved(desk, rows());
      desk.clock.windTo('2022-09-23T08:59:00+01:00');
      assert.deepEqual(await closeRequest(desk.services, { requestId: request.id }), { againAt: request.closesAt });
      assert.equal((await requestOf(desk, request)).status, 'resolved');
    });

    it('run twice closes once', async () => {
      const request = await resolved(desk, rows());
      desk.clock.windTo('2022-09-23T09:00:00+01:00');
      for (let i = 0; i < 3; i += 1) await closeRequest(desk.services, { requestId: request.id });
      assert.equal((await desk.store.audit.ofRequest(request.id)).filter(row => row.action === 'closed').length, 1);
    });

    it('of nothing is nothing', async () => assert.equal(await closeRequest(desk.services, nobody), undefined));
  });

  describe('the reminder that it closes', () => {
    const said = async () => {
      const lines: string[] = [];
      desk.world.send = (_where, content) => (content.is === 'text' && lines.push(content.text), Promise.resolve({ is: 'sent', activityId: 'line' }));
      await runDue(desk, 'deliver-post');
      return lines;
    };

    it('comes a day before, once, however often it is run', async () => {
      const request = await resolved(desk, rows());
      desk.clock.windTo('2022-09-22T08:59:00+01:00');
      assert.deepEqual(await nudgeClosing(desk.services, { requestId: request.id }), { againAt: new Date('2022-09-22T09:00:00+01:00') });
      assert.deepEqual(await said(), []);
      desk.clock.windTo('2022-09-22T09:00:00+01:00');
      for (let i = 0; i < 3; i += 1) await nudgeClosing(desk.services, { requestId: request.id });
      assert.deepEqual(await said(), ['R-2041 closes on Friday 23 September 2022, 9am. If something is not right, re-open it on its card before then.']);
    });

    it('does not come for one that was re-opened', async () => {
      const request = await resolved(desk, rows());
      await press(desk, 'priya', 'request.reopen', request);
      desk.clock.windTo('2022-09-22T09:00:00+01:00');
      assert.equal(await nudgeClosing(desk.services, { requestId: request.id }), undefined);
      assert.deepEqual(await said(), []);
    });
  });

  describe('forgetting', () => {
    it('takes everything but the audit, 30 days after closing', async () => {
      const request = await resolved(desk, rows());
      desk.clock.windTo('2022-09-23T09:00:00+01:00');
      await runDue(desk, 'close-request', 'deliver-post');
      desk.clock.windTo('2022-10-23T08:59:00+01:00');
      assert.equal(await runJob(desk, 'forget-request'), null);
      desk.clock.windTo('2022-10-23T09:00:00+01:00');
      await runDue(desk, 'forget-request');
      assert.equal(await desk.store.requests.find(request.id), null);
      assert.deepEqual([await desk.store.rows.outcomes(request.id, 1, 0, 10), await desk.store.posts.cardOf(request.id, 'a:priya', 'status')], [[], null]);
      const audit = await desk.store.audit.ofRequest(request.id);
      assert.ok(audit.length > 60);
      assert.doesNotMatch(JSON.stringify(audit), /@|Priya Nair|\+44/);
      assert.equal((await desk.store.audit.verify()).ok, true);
    });

    it('never takes a request that is still open', async () => {
      const request = await submitted(desk, rows());
      await forgetRequest(desk.services, { requestId: request.id });
      await forgetRequest(desk.services, nobody);
      assert.equal((await requestOf(desk, request)).status, 'submitted');
    });

    it('takes a check nobody did anything with, 30 days after it', async () => {
      const request = await checked(desk, rows());
      desk.clock.windTo('2022-10-20T09:00:00+01:00');
      await runDue(desk, 'forget-request');
      assert.equal(await desk.store.requests.find(request.id), null);
    });

    it('waits 30 days from the withdrawal, not from the check', async () => {
      const request = await submitted(desk, rows());
      desk.clock.windTo('2022-10-10T09:00:00+01:00');
      await press(desk, 'priya', 'request.withdraw', request, { in: personal('priya') });
      desk.clock.windTo('2022-11-09T07:59:00Z');
      await runDue(desk, 'forget-request');
      assert.equal((await requestOf(desk, request)).status, 'withdrawn');
      desk.clock.windTo('2022-11-09T09:00:00Z');
      await runDue(desk, 'forget-request');
      assert.equal(await desk.store.requests.find(request.id), null);
    });
  });
});
