// Applying while processes die, answers are lost and two want the same lane: nobody is lost, and nobody is audited twice.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WorldError } from '../../src/errors.ts';
import { runLane } from '../../src/requests/run-lane.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import type { Outcome, Services } from '../../src/services.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, started } from '../support/journey.ts';

describe('runLane among crashes', () => {
  let desk: Desk;
  let lane: string;
  const open = async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    lane = `group:${desk.settings.MFA_GROUP}`;
  };
  beforeEach(open);

  const leaseMs = 15_000;
  const progressOf = async ({ id, round }: ServiceRequest) => desk.store.effects.progress(id, round, 6);
  const audits = async ({ id }: ServiceRequest) => (await desk.store.audit.ofRequest(id)).filter(row => row.person_id !== null && row.action !== 'confirmed');
  const otherProcess = (): Services => ({ ...desk.services, processId: 'process-2' });

  describe('a process that lost its lane', () => {
    it('writes nothing of what it did; the next one finds it done and writes it once', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 25)));
      const { add } = desk.world;
      desk.world.add = async ids => {
        const outcomes = await add(ids);
        desk.clock.pass(leaseMs);
        assert.notEqual(await desk.store.lanes.acquire(lane, 'process-2', leaseMs, desk.clock.machine()), null);
        return outcomes;
      };
      await runLane(desk.services, { lane });
      assert.deepEqual([(await progressOf(request)).calling, (await audits(request)).length], [25, 0]);
      desk.world.add = add;
      desk.clock.pass(leaseMs);
      await runDue(desk, 'run-lane');
      assert.deepEqual((await audits(request)).map(row => row.action), Array.from({ length: 25 }, () => 'applied'));
      assert.equal((await requestOf(desk, request)).status, 'confirming');
    });

    it('does not end the round either', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 5)));
      await runLane(desk.services, { lane });
      const effects = { ...desk.store.effects };
      desk.store.effects.claim = async (...of) => {
        const claimed = await effects.claim(...of);
        desk.clock.pass(leaseMs);
        await desk.store.lanes.acquire(lane, 'process-2', leaseMs, desk.clock.machine());
        return claimed;
      };
      await runLane(desk.services, { lane });
      assert.equal((await requestOf(desk, request)).status, 'in-progress');
    });
  });

  describe('an outcome under an older fence', () => {
    it('matches nothing, and names nobody to audit', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 2)));
      await desk.store.effects.insert(request.id, 1, ['person-001', 'person-002'], ['join-group']);
      const now = new Date(desk.clock.machine());
      await desk.store.effects.claim(request.id, 1, 1, 10, now);
      assert.equal((await desk.store.effects.claim(request.id, 1, 2, 10, now)).length, 2);
      const outcome = { personId: 'person-001', step: 'join-group', state: 'done' as const, reason: null, notBefore: null };
      assert.deepEqual(await desk.store.effects.finish(request.id, 1, 1, [outcome], desk.clock.calendar()), []);
      assert.deepEqual(await desk.store.effects.finish(request.id, 1, 2, [outcome], desk.clock.calendar()), [outcome]);
      assert.deepEqual(await desk.store.effects.finish(request.id, 1, 2, [outcome], desk.clock.calendar()), [], 'it was written twice');
    });
  });

  describe('two processes', () => {
    it('never work in one lane at once: the second comes back later', async () => {
      await started(desk, addressesOf(addPeople(desk, 60)));
      const { add } = desk.world;
      let second: unknown;
      desk.world.add = async ids => ((second = await runLane(otherProcess(), { lane })), add(ids));
      await runLane(desk.services, { lane });
      assert.deepEqual(second, { againAfterMs: 1_000 });
    });

    it('together call everybody once', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 120)));
      const called: string[] = [];
      const { add } = desk.world;
      desk.world.add = ids => (called.push(...ids), add(ids));
      for (let i = 0; i < 8; i += 1) await Promise.all([runLane(desk.services, { lane }), runLane(otherProcess(), { lane })]);
      assert.deepEqual(called.toSorted(), [...desk.world.group].toSorted());
      assert.equal((await audits(request)).length, 120);
    });
  });

  describe('a process killed between the call and its outcome', () => {
    it('leaves effects that the next one takes over: "already" then counts as ours', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 25)));
      const { add } = desk.world;
      desk.world.add = async ids => (await add(ids.slice(0, 12)), Promise.reject(new Error('killed')));
      await assert.rejects(runLane(desk.services, { lane }), /killed/);
      assert.equal((await progressOf(request)).calling, 25);
      desk.world.add = add;
      await runLane(desk.services, { lane });
      assert.deepEqual((await audits(request)).map(row => row.action), Array.from({ length: 25 }, () => 'applied'));
    });

    it('takes the lane again only after the dead one’s lease', async () => {
      await started(desk, addressesOf(addPeople(desk, 25)));
      await desk.store.lanes.acquire(lane, 'dead', leaseMs, desk.clock.machine());
      assert.deepEqual(await runLane(desk.services, { lane }), { againAfterMs: 1_000 });
      desk.clock.pass(leaseMs);
      assert.deepEqual(await runLane(desk.services, { lane }), { againAfterMs: 0 });
    });
  });

  describe('rules that cannot be asked', () => {
    it('call nobody, and the attempt does not count: "already" is not ours', async () => {
      const request = await started(desk, addressesOf(addPeople(desk, 25)));
      desk.world.faults.push(new WorldError('unavailable', 'no answer'));
      await assert.rejects(runLane(desk.services, { lane }), WorldError);
      assert.equal((await progressOf(request)).waiting, 25);
      desk.world.group.add('person-001');
      await runLane(desk.services, { lane });
      assert.equal((await audits(request)).find(row => row.person_id === 'person-001')?.action, 'already');
    });
  });

  describe('claiming a slice', () => {
    it('costs as much as the slice, whatever the size of the round', async () => {
      const request = await started(desk, addressesOf(['nobody-else', ...addPeople(desk, 1)]));
      await runLane(desk.services, { lane });
      await desk.store.effects.insert(request.id, 1, Array.from({ length: 6_000 }, (_, i) => `extra-${i}`), ['join-group']);
      const before = process.hrtime.bigint();
      assert.equal((await desk.store.effects.claim(request.id, 1, 99, 400, new Date(desk.clock.machine()))).length, 400);
      assert.ok(process.hrtime.bigint() - before < 1_500_000_000n);
    });
  });

  type Fate = 'done' | 'gone' | 'again' | 'lost' | 'killed';

  /** Each call takes the next fate of the person; the last one stays. `lost`: done, but the answer says nothing. `killed`: the process dies on reaching them. */
  function fated(fates: Map<string, Fate[]>): Desk['world']['add'] {
    return ids => {
      const outcomes = new Map<string, Outcome>();
      for (const id of ids) {
        const [fate = 'done', ...later] = fates.get(id) ?? [];
        fates.set(id, later);
        if (fate === 'killed') return Promise.reject(new Error('killed'));
        if (fate === 'gone') outcomes.set(id, { is: 'refused', reason: 'gone' });
        else if (fate === 'again') outcomes.set(id, { is: 'again', afterMs: 500 });
        else {
          const wasThere = desk.world.group.has(id);
          desk.world.group.add(id);
          if (fate === 'done') outcomes.set(id, { is: wasThere ? 'already' : 'done' });
        }
      }
      return Promise.resolve(outcomes);
    };
  }

  /** As the runner does: again and again, continued where it stopped by itself, the machine's time passing. */
  async function runToTheEnd(request: ServiceRequest): Promise<void> {
    for (let i = 0; i < 400; i += 1) {
      await runLane(i % 3 === 0 ? otherProcess() : desk.services, { lane }).catch((error: unknown) => assert.match(String(error), /killed/));
      desk.clock.pass(1_000);
      const now = await requestOf(desk, request);
      if (now.halted !== null) await press(desk, 'dan', 'request.continue', request, { in: resolvers(desk) });
      if (now.status !== 'in-progress') return;
    }
    assert.fail('It does not come to an end.');
  }

  describe('whatever happens to a slice', () => {
    const fate = fc.array(fc.constantFrom<Fate>('done', 'done', 'gone', 'again', 'lost', 'killed'), { maxLength: 3 });

    it('everybody ends in exactly one state, with one line of audit, and the group is what the counts say', async () => {
      await fc.assert(fc.asyncProperty(fc.array(fate, { minLength: 1, maxLength: 70 }), async fates => {
        await open();
        const people = addPeople(desk, fates.length);
        const request = await started(desk, addressesOf(people));
        desk.world.add = fated(new Map(people.map((id, i) => [id, fates[i] ?? []])));
        await runToTheEnd(request);
        const progress = await progressOf(request);
        const refused = progress.refused.reduce((sum, { count }) => sum + count, 0);
        assert.deepEqual([progress.total, progress.waiting, progress.calling, progress.applied + refused], [people.length, 0, 0, people.length]);
        assert.deepEqual((await audits(request)).map(row => row.person_id).toSorted(), people);
        assert.equal((await desk.store.audit.verify()).ok, true);
        const applied = (await audits(request)).filter(row => row.action === 'applied' || row.action === 'already').map(row => row.person_id ?? '');
        assert.ok(applied.every(id => desk.world.group.has(id)));
        assert.equal(applied.length, progress.applied);
      }), { numRuns: 20 });
    }).timeout(60_000);
  });
});
