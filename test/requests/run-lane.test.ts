// Applying: the first 25 people, then the rest; what fails, what stops it, what a crash leaves behind.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import { toEffect } from '../../src/requests/run-lane.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import type { Outcome } from '../../src/services.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, giveUp, openDesk, press, requestOf, resolvers, runDue, runJob, type Desk } from '../support/desk.ts';
import { addressesOf, started } from '../support/journey.ts';
import { dataOf } from '../support/requests.ts';

describe('runLane', () => {
  let desk: Desk;
  let called: string[][];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    called = [];
    const { add } = desk.world;
    desk.world.add = ids => (called.push([...ids]), desk.clock.pass(1), add(ids));
  });

  const progressOf = async ({ id, round }: ServiceRequest) => desk.store.effects.progress(id, round, 6);
  const audits = async ({ id }: ServiceRequest) => (await desk.store.audit.ofRequest(id)).filter(row => row.person_id !== null);
  const auditOf = async (request: ServiceRequest, personId: string) => (await audits(request)).filter(row => row.person_id === personId).map(row => row.action);
  const byResolver = (verb: string, request: ServiceRequest) => press(desk, 'dan', verb, request, { in: resolvers(desk) });
  const refusing = (ids: readonly string[], outcome: Outcome = { is: 'refused', reason: 'gone' }) => {
    const { add } = desk.world;
    desk.world.add = async asked => new Map([...(await add(asked.filter(id => !ids.includes(id)))), ...asked.filter(id => ids.includes(id)).map(id => [id, outcome] as const)]);
  };

  describe('applying', () => {
    it('takes the first 25 people alone, then as many as one call can', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 500)));
      await runDue(desk, 'run-lane');
      assert.deepEqual(called.map(ids => ids.length), [25, 400, 75]);
      assert.equal((await requestOf(desk, request)).status, 'confirming');
      assert.equal(desk.world.group.size, 500);
    });

    it('writes one line of audit for each person, with their object id and nothing else of theirs', async () => {
      const people = addPeople(desk, 60);
      const request = await started(desk, addressesOf(people));
      await runDue(desk, 'run-lane');
      const rows = await audits(request);
      assert.deepEqual(rows.map(row => row.person_id).toSorted(), people);
      assert.ok(rows.every(row => row.action === 'applied' && row.detail['round'] === 1 && !JSON.stringify(row).includes('@')));
      assert.deepEqual(await desk.store.audit.verify(), { ok: true, requests: 1, rows: (await desk.store.audit.ofRequest(request.id)).length, seals: 0, damage: [] });
    });

    it('shows all of them from the first moment, before anybody is applied', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 60)));
      const answer = await press(desk, 'priya', 'request.show', request);
      const card = dataOf('card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail(), 'status');
      assert.equal(card.heading, 'In progress: MFA applied to 0 of 60 people');
      assert.ok(card.bar.every(({ word }) => word === 'To do'));
    });

    it('serves two requests in turn, so that a small one does not wait for a large one', async () => {
      const large = await started(desk, addressesOf(addPeople(desk, 2_000, {}, 'large')));
      desk.clock.pass(1_000);
      const small = await started(desk, addressesOf(addPeople(desk, 60, {}, 'small')));
      await runDue(desk, 'run-lane');
      const turns = called.map(ids => ids[0]?.split('-')[0]);
      assert.deepEqual(turns.slice(0, 4), ['large', 'small', 'large', 'small']);
      assert.deepEqual([(await requestOf(desk, large)).status, (await requestOf(desk, small)).status], ['confirming', 'confirming']);
    });

    it('calls nobody twice when there is nothing left to do', async () => {
      await started(desk, addressesOf(addPeople(desk, 60)));
      await runDue(desk, 'run-lane');
      const before = called.length;
      await desk.store.jobs.add({ name: 'run-lane', key: `group:${desk.settings.MFA_GROUP}`, payload: { lane: `group:${desk.settings.MFA_GROUP}` } });
      await runDue(desk, 'run-lane');
      assert.equal(called.length, before);
    });
  });

  describe('what became of somebody', () => {
    const people = () => addPeople(desk, 60);
    it('already a member: counted as applied, audited as already', async () => {
      const ids = people();
      const request = await started(desk, addressesOf(ids));
      desk.world.group.add('person-003');
      await runDue(desk, 'run-lane');
      assert.equal((await progressOf(request)).applied, 60);
      assert.deepEqual(await auditOf(request, 'person-003'), ['already']);
    });

    it('refused: told with its reason, and the others go on', async () => {
      const ids = people();
      refusing(['person-030']);
      const request = await started(desk, addressesOf(ids));
      await runDue(desk, 'run-lane');
      assert.deepEqual((await progressOf(request)).refused, [{ reason: 'gone', count: 1 }]);
      assert.deepEqual([await auditOf(request, 'person-030'), (await requestOf(desk, request)).status], [['refused'], 'confirming']);
    });

    it('a whole slice forbidden: our permission is missing, so nobody is called refused and the request stops', async () => {
      const ids = people();
      desk.world.add = wanted => Promise.resolve(new Map(wanted.map(id => [id, { is: 'refused', reason: 'forbidden' }])));
      const request = await started(desk, addressesOf(ids));
      await runDue(desk, 'run-lane');
      const now = await requestOf(desk, request);
      assert.deepEqual([now.status, now.halted, now.reason], ['in-progress', 'stopped', 'refused']);
      assert.deepEqual([(await progressOf(request)).refused, (await progressOf(request)).waiting], [[], 60]);
    });

    it('throttled: waits as long as it was told to, then goes on', async () => {
      const ids = people();
      refusing(['person-030'], { is: 'again', afterMs: 5_000 });
      const request = await started(desk, addressesOf(ids));
      await runDue(desk, 'run-lane');
      assert.deepEqual([(await progressOf(request)).waiting, (await requestOf(desk, request)).status], [1, 'in-progress']);
      assert.deepEqual(await auditOf(request, 'person-030'), []);
      desk.world.add = asked => Promise.resolve(new Map(asked.map(id => [id, { is: 'done' }])));
      await runDue(desk, 'run-lane');
      assert.equal((await progressOf(request)).waiting, 1);
      desk.clock.pass(5_000);
      await runDue(desk, 'run-lane');
      assert.deepEqual([await auditOf(request, 'person-030'), (await requestOf(desk, request)).status], [['applied'], 'confirming']);
    });

    for (const [name, change, reason] of [
      ['promoted', () => desk.world.privileged.add('person-030'), 'protected'],
      ['deleted', () => desk.world.people.delete('person-030'), 'gone'],
      ['moved', () => addPeople(desk, 30, { organisation: 'ZZ202' }), 'other-organisation'],
    ] as const) {
      it(`${name} since the check: not called at all`, async () => {
        const request = await started(desk, addressesOf(people()));
        change();
        desk.clock.pass(5 * 60_000 + 1);
        await runDue(desk, 'run-lane');
        assert.ok(!called.flat().includes('person-030'));
        assert.ok((await progressOf(request)).refused.some(group => group.reason === reason));
      });
    }

    it('unknown, because the call itself failed: waits and is called again', async () => {
      const request = await started(desk, addressesOf(people()));
      const { add } = desk.world;
      desk.world.add = () => Promise.reject(new WorldError('unavailable', 'no answer', { retryAfterMs: 3_000 }));
      await runJob(desk, 'run-lane');
      desk.world.add = add;
      assert.equal((await progressOf(request)).waiting, 60);
      desk.clock.pass(3_000);
      await runDue(desk, 'run-lane');
      assert.equal((await progressOf(request)).applied, 60);
    });
  });

  describe('an outcome', () => {
    const effect = (attempt: number) => ({ personId: 'jo', step: 'join-group', attempt, isUnsure: false });
    const cases: [string, number, Outcome, object][] = [
      ['done', 1, { is: 'done' }, { state: 'done', reason: null, notBefore: null }],
      ['already, at the first attempt: it was so before', 1, { is: 'already' }, { state: 'already', reason: null, notBefore: null }],
      ['already, at a later attempt, none of which can have been us', 2, { is: 'already' }, { state: 'already', reason: null, notBefore: null }],
      ['refused', 1, { is: 'refused', reason: 'guest' }, { state: 'refused', reason: 'guest', notBefore: null }],
      ['again', 49, { is: 'again', afterMs: 500 }, { state: 'waiting', reason: null, notBefore: new Date(1_500), isUnsure: false }],
      ['partly done', 1, { is: 'partial', steps: ['one'] }, { state: 'waiting', reason: null, notBefore: new Date(1_000), isUnsure: true }],
      ['again, for the fiftieth time', 50, { is: 'again', afterMs: 500 }, { state: 'failed', reason: 'failed', notBefore: null }],
    ];
    for (const [name, attempt, outcome, saved] of cases) {
      it(name, () => assert.deepEqual(toEffect(effect(attempt), outcome, 1_000), { personId: 'jo', step: 'join-group', ...saved }));
    }
  });

  describe('stopping by itself', () => {
    it('happens after the first 25 when 5 fail, and calls nobody else', async () => {
      const ids = addPeople(desk, 100);
      refusing(ids.slice(0, 5));
      const request = await started(desk, addressesOf(ids));
      await runDue(desk, 'run-lane');
      const stopped = await requestOf(desk, request);
      assert.deepEqual([stopped.status, stopped.halted, stopped.reason], ['in-progress', 'stopped', 'failures']);
      assert.equal((await progressOf(request)).waiting, 75);
    });

    it('does not happen for 4', async () => {
      const ids = addPeople(desk, 100);
      refusing(ids.slice(0, 4));
      const request = await started(desk, addressesOf(ids));
      await runDue(desk, 'run-lane');
      assert.equal((await requestOf(desk, request)).status, 'confirming');
    });

    it('ends by Continue, which then goes on whatever fails', async () => {
      const ids = addPeople(desk, 500);
      refusing(ids.slice(0, 60));
      const request = await started(desk, addressesOf(ids));
      await runDue(desk, 'run-lane');
      assert.equal((await requestOf(desk, request)).halted, 'stopped');
      await byResolver('request.continue', request);
      await runDue(desk, 'run-lane');
      const after = await requestOf(desk, request);
      assert.deepEqual([after.status, after.halted], ['confirming', null]);
      assert.deepEqual((await progressOf(request)).refused, [{ reason: 'gone', count: 60 }]);
    });

    it('is no stop when nobody is left to try', async () => {
      const ids = addPeople(desk, 20);
      refusing(ids);
      const request = await started(desk, addressesOf(ids));
      await runDue(desk, 'run-lane');
      assert.equal((await requestOf(desk, request)).status, 'resolved');
    });
  });

  describe('a lane that the directory refuses for good', () => {
    it('stops every request in it, and says so; Continue keeps the stop rule', async () => {
      const ids = addPeople(desk, 100);
      refusing(ids.slice(0, 10));
      const request = await started(desk, addressesOf(ids));
      await giveUp(desk, 'run-lane', { lane: `group:${desk.settings.MFA_GROUP}` });
      assert.deepEqual([(await requestOf(desk, request)).halted, (await requestOf(desk, request)).reason], ['stopped', 'refused']);
      await byResolver('request.continue', request);
      await runDue(desk, 'run-lane');
      assert.equal((await requestOf(desk, request)).reason, 'failures');
    });
  });

  describe('pausing', () => {
    it('lets the slice finish and starts no other, until it is continued', async () => {
      const ids = addPeople(desk, 500);
      const request = await started(desk, addressesOf(ids));
      await runJob(desk, 'run-lane');
      await byResolver('request.pause', request);
      await runDue(desk, 'run-lane');
      assert.deepEqual([called.length, (await progressOf(request)).waiting], [1, 475]);
      await byResolver('request.continue', request);
      await runDue(desk, 'run-lane');
      assert.deepEqual([(await requestOf(desk, request)).status, desk.world.group.size], ['confirming', 500]);
    });

    it('while a slice is on its way saves what that slice did', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 100)));
      const { add } = desk.world;
      desk.world.add = async ids => (await byResolver('request.pause', request), add(ids));
      await runJob(desk, 'run-lane');
      assert.deepEqual([(await progressOf(request)).applied, (await requestOf(desk, request)).halted], [25, 'paused']);
    });

    it('does not stop another request of the same lane', async () => {
      const paused = await started(desk, addressesOf(addPeople(desk, 60, {}, 'one')));
      await byResolver('request.pause', paused);
      const other = await started(desk, addressesOf(addPeople(desk, 60, {}, 'two')));
      await runDue(desk, 'run-lane');
      assert.deepEqual([(await progressOf(paused)).applied, (await requestOf(desk, other)).status], [0, 'confirming']);
    });
  });
});
