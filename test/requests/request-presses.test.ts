// Presses on a submitted request: by whom, in which state, once.
import assert from 'node:assert/strict';
import { UserError } from '../../src/errors.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, checked, confirming, started, submitted } from '../support/journey.ts';
import { dataOf, laOf, saidBy } from '../support/requests.ts';

describe('presses on a request', () => {
  let desk: Desk;
  let rows: string[];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    rows = addressesOf(addPeople(desk, 60));
  });

  const inChannel = (personId: string, verb: string, request: ServiceRequest, more: Parameters<typeof press>[4] = {}) => press(desk, personId, verb, request, { in: resolvers(desk), ...more });
  const actions = async ({ id }: ServiceRequest) => (await desk.store.audit.ofRequest(id)).filter(row => row.person_id === null).map(row => `${row.action} by ${row.actor_id}`);

  describe('starting', () => {
    it('is a resolver’s, makes a round, and is audited with what was decided on', async () => {
      const request = await submitted(desk, rows);
      assert.equal(saidBy(await inChannel('dan', 'request.start', request)), 'In progress: R-2041, applied to 0 of 60 people');
      const after = await requestOf(desk, request);
      assert.deepEqual([after.status, after.startedBy, after.startedByName], ['in-progress', 'dan', 'dan']);
      const entry = (await desk.store.audit.ofRequest(request.id)).find(row => row.action === 'started') ?? assert.fail();
      const { actor_id, detail: { listHash, shown, policy, versionShown, version } } = entry;
      assert.deepEqual({ actor_id, listHash, shown, policy }, { actor_id: 'dan', listHash: request.listHash, shown: { total: 60, wouldChange: 60, already: 0, leftOut: {}, doubts: {}, organisationSize: 100_000 }, policy: 'on' });
      assert.equal(version, Number(versionShown) + 1);
    });

    it('is refused to the requester, a colleague, another organisation and nobody, wherever they press', async () => {
      const request = await submitted(desk, rows);
      desk.world.roles.set('priya', { ...laOf('ZZ101'), isResolver: true });
      for (const id of ['priya', 'tom', 'lena', 'noor']) {
        await inChannel(id, 'request.start', request);
        await press(desk, id, 'request.start', request);
        assert.equal((await requestOf(desk, request)).status, 'submitted', id);
      }
    });

    it('shows the requester who is a resolver too a card without Start', async () => {
      const request = await submitted(desk, rows);
      desk.world.roles.set('priya', { ...laOf('ZZ101'), isResolver: true });
      for (const verb of ['request.start', 'request.refresh']) {
        const answer = await inChannel('priya', verb, request);
        const card = dataOf('card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail(), 'resolver');
        assert.deepEqual([card.start, card.reject, card.details], [undefined, undefined, undefined], verb);
      }
    });

    it('is refused where the rows are not those that were submitted', async () => {
      const request = await submitted(desk, rows);
      await desk.store.rows.uncheckAll(request.id);
      const answer = await inChannel('dan', 'request.start', request);
      assert.match('message' in answer ? answer.message : '', /not the one that was submitted/);
      assert.equal((await requestOf(desk, request)).status, 'submitted');
    });

    it('by two resolvers at once is one start, and both see it started', async () => {
      const request = await submitted(desk, rows);
      const answers = await Promise.all([inChannel('dan', 'request.start', request), inChannel('amara', 'request.start', request)]);
      assert.deepEqual(answers.map(saidBy), Array.from({ length: 2 }, () => 'In progress: R-2041, applied to 0 of 60 people'));
      assert.equal((await actions(request)).filter(action => action.startsWith('started')).length, 1);
    });

    it('and withdrawing at once: one of the two happens', async () => {
      const request = await submitted(desk, rows);
      await Promise.all([inChannel('dan', 'request.start', request), press(desk, 'priya', 'request.withdraw', request)]);
      const happened = (await actions(request)).filter(action => /^(started|withdrawn)/.test(action));
      assert.equal(happened.length, 1);
      assert.equal((await requestOf(desk, request)).status, happened[0]?.startsWith('started') ? 'in-progress' : 'withdrawn');
    });

    it('after the role was taken away is refused', async () => {
      const request = await submitted(desk, rows);
      desk.world.roles.set('dan', laOf());
      assert.equal(saidBy(await inChannel('dan', 'request.start', request)), 'This card is for somebody else. Nothing was changed.');
    });
  });

  describe('withdrawing and rejecting', () => {
    it('any administrator of the organisation may withdraw; the ticket is cancelled', async () => {
      const request = await submitted(desk, rows);
      assert.equal(saidBy(await press(desk, 'tom', 'request.withdraw', request)), 'Withdrawn: nobody gets MFA from this request');
      await runDue(desk, 'mirror-ticket');
      assert.equal((await desk.store.tickets.find(request.id))?.state, 'cancelled');
    });

    it('a resolver rejects in words the requester reads', async () => {
      const request = await submitted(desk, rows);
      await inChannel('dan', 'request.reject', request, { inputs: { reason: '  Send it without leavers.  ' } });
      const after = await requestOf(desk, request);
      assert.deepEqual([after.status, after.reason], ['rejected', 'Send it without leavers.']);
    });

    for (const reason of ['', '   ', undefined, 'x'.repeat(501), 5]) {
      it(`asks for a reason when there is none: ${String(reason).slice(0, 12)}`, async () => {
        const request = await submitted(desk, rows);
        await assert.rejects(inChannel('dan', 'request.reject', request, { inputs: { reason } }), UserError);
        assert.equal((await requestOf(desk, request)).status, 'submitted');
      });
    }

    it('keeps what people write out of the audit', async () => {
      const request = await submitted(desk, rows);
      await inChannel('dan', 'request.reject', request, { inputs: { reason: 'jo.whitlock@nhs.example has left' } });
      assert.doesNotMatch(JSON.stringify(await desk.store.audit.ofRequest(request.id)), /whitlock/);
    });
  });

  describe('the number in a button', () => {
    it('is what was marked in the Portal, once', async () => {
      const request = await confirming(desk, rows);
      await inChannel('dan', 'request.portal-marked', request);
      await inChannel('amara', 'request.portal-marked', request, { version: request.version });
      assert.equal((await requestOf(desk, request)).portalMarkedCount, 60);
      assert.deepEqual((await actions(request)).filter(action => action.startsWith('portal')), ['portal-marked by dan']);
    });
  });

  describe('signing somebody out', () => {
    const ask = async () => {
      const request = await checked(desk, ['person-001@nhs.example'], { kind: 'revoke-sessions', columns: null, fileName: null });
      await press(desk, 'priya', 'request.submit', request, { inputs: { contactNumber: '07700 900123' } });
      return requestOf(desk, request);
    };
    const { add } = { add: (ids: readonly string[]) => Promise.resolve(new Map(ids.map(id => [id, { is: 'done' as const }]))) };

    it('needs a second person: neither the requester nor a start will do', async () => {
      const request = await ask();
      desk.world.roles.set('priya', { ...laOf('ZZ101'), isResolver: true });
      await press(desk, 'priya', 'request.approve', request);
      await inChannel('priya', 'request.approve', request);
      await inChannel('dan', 'request.start', request);
      assert.equal((await requestOf(desk, request)).status, 'submitted');
    });

    for (const [name, approver, channel] of [['a colleague', 'tom', false], ['a resolver', 'dan', true]] as const) {
      it(`is approved by ${name}, bound to exactly this list, and begins at once`, async () => {
        desk.world.add = add;
        const request = await ask();
        await (channel ? inChannel(approver, 'request.approve', request) : press(desk, approver, 'request.approve', request));
        const after = await requestOf(desk, request);
        assert.deepEqual([after.status, after.approvedBy, after.approvedHash], ['in-progress', approver, request.listHash]);
        assert.deepEqual((await actions(request)).slice(-2), [`approved by ${approver}`, `started by ${approver}`]);
      });
    }

    it('is confirmed by the directory’s audit and resolved without the Portal', async () => {
      desk.world.add = add;
      const request = await ask();
      await press(desk, 'tom', 'request.approve', request);
      await runDue(desk, 'run-lane', 'confirm-round');
      assert.equal((await requestOf(desk, request)).status, 'confirming');
      desk.clock.pass(5_000);
      desk.world.audits.push({ at: desk.clock.calendar(), result: 'success' });
      await runDue(desk, 'confirm-round');
      assert.equal((await requestOf(desk, request)).status, 'resolved');
      assert.equal(desk.world.group.size, 0);
    });

    it('cannot be re-opened: that would be a second sign-out nobody approved', async () => {
      desk.world.add = add;
      const request = await ask();
      await press(desk, 'tom', 'request.approve', request);
      desk.world.audits.push({ at: desk.clock.calendar(), result: 'success' });
      await runDue(desk, 'run-lane', 'confirm-round');
      await press(desk, 'priya', 'request.reopen', request);
      assert.equal((await requestOf(desk, request)).status, 'resolved');
    });
  });

  describe('a press while the directory is away', () => {
    it('is told so, also where the person is a Local Administrator elsewhere: it is not taken for somebody else’s', async () => {
      const request = await submitted(desk, rows);
      desk.world.roles.set('amara', { ...laOf('ZZ303'), isUncertain: true });
      await assert.rejects(inChannel('amara', 'request.start', request), (error: unknown) => error instanceof UserError && /directory does not answer/.test(error.message));
      assert.equal((await requestOf(desk, request)).status, 'submitted');
    });
  });

  describe('a press on an older card of the channel', () => {
    it('shows the present state and changes nothing', async () => {
      const request = await started(desk, rows);
      await inChannel('dan', 'request.pause', request);
      const before = await requestOf(desk, request);
      assert.match(saidBy(await inChannel('amara', 'request.reject', request, { version: 1, inputs: { reason: 'late' } })), /^Paused: R-2041/);
      assert.deepEqual(await requestOf(desk, request), before);
    });
  });
});
