// Taking one person out of a request that is under way: before others and while it rests, and through kills and outages.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import { runLane } from '../../src/requests/run-lane.ts';
import { giveUp, press, requestOf, runDue } from '../support/desk.ts';
import { addressesOf, confirming, resolved, started } from '../support/journey.ts';
import { openStage, type Stage } from '../support/taking-out.ts';

const [one, two] = ['person-001', 'person-002'];

describe('taking one person out', () => {
  let desk: Stage['desk'];
  let people: Stage['people'];
  let said: Stage['said'];
  let csv: Stage['csv'];
  let lane: Stage['lane'];
  let work: Stage['work'];
  let takeOut: Stage['takeOut'];
  let inChannel: Stage['inChannel'];
  let card: Stage['card'];
  let last: Stage['last'];
  let audits: Stage['audits'];
  let alsoInBy: Stage['alsoInBy'];
  beforeEach(async () => {
    ({ desk, people, said, csv, lane, work, takeOut, inChannel, card, last, audits, alsoInBy } = await openStage());
  });

  describe('under way', () => {
    it('of somebody who waits is settled at once: they are never applied', async () => {
      const request = await started(desk, addressesOf(people));
      await takeOut(request);
      await runDue(desk, 'deliver-post');
      assert.match(last(), /^Left out: person/);
      await work();
      assert.deepEqual([desk.world.group.size, desk.world.group.has(one)], [59, false]);
      assert.deepEqual(await audits(request, one), ['left-out by tom']);
      assert.deepEqual((await csv(request, 'list')).length, 59);
      await inChannel('request.portal-marked', request);
      assert.equal((await card(request)).heading, 'Resolved: 59 of 60 people have MFA, 1 does not');
    });

    for (const rests of ['request.pause', 'request.hold']) {
      it(`is done before others, also after ${rests}`, async () => {
        const request = await started(desk, addressesOf(people));
        await runLane(desk.services, { lane: lane });
        await inChannel(rests, request, { why: 'release' });
        await takeOut(request);
        await work();
        assert.deepEqual([desk.world.group.size, desk.world.group.has(one)], [24, false]);
        assert.match(last(), /^Confirmed/);
        const last60 = 'person-060';
        await takeOut(request, last60);
        await inChannel(rests === 'request.hold' ? 'request.resume' : 'request.continue', request);
        await work();
        assert.deepEqual([desk.world.group.size, desk.world.group.has(one), desk.world.group.has(last60)], [58, false, false]);
        assert.match((await card(request)).heading, /^Confirming: MFA applied to 58 people, 58 confirmed$/);
      });
    }

    it('in the slice being called is decided when that is over', async () => {
      const request = await started(desk, addressesOf(people));
      const { add } = desk.world;
      desk.world.add = async ids => {
        desk.world.add = add;
        await takeOut(request);
        return add(ids);
      };
      await work();
      assert.deepEqual([desk.world.group.size, desk.world.group.has(one)], [59, false]);
      assert.match(last(), /^Confirmed/);
      assert.deepEqual(await audits(request, one).then(rows => rows.filter(row => !row.startsWith('confirmed'))), ['take-out-asked by tom', 'applied by la-desk', 'taken-out by la-desk']);
    });

    it('found to have had MFA before, is left as they are and told so', async () => {
      const request = await started(desk, addressesOf(people));
      desk.world.group.add(one);
      const { add } = desk.world;
      desk.world.add = async ids => (await takeOut(request), desk.world.add = add, add(ids));
      await work();
      assert.ok(desk.world.group.has(one));
      assert.match(last(), /^Not taken out: person\\-001\\@nhs\\.example, who had MFA before this request/);
    });

    it('of the last one who is not confirmed, resolves the rest', async () => {
      desk.world.excluded.add(one);
      const request = await confirming(desk, addressesOf(people));
      await inChannel('request.portal-marked', request);
      assert.equal((await requestOf(desk, request)).status, 'confirming');
      await takeOut(request);
      await work();
      assert.equal((await card(request)).heading, 'Resolved: 59 of 60 people have MFA, 1 does not');
    });
  });

  describe('among failures', () => {
    it('killed between the call and its outcome, is taken over and said once', async () => {
      const request = await resolved(desk, addressesOf(people));
      await takeOut(request);
      const { members } = desk.services;
      desk.services.members = { ...members, remove: (_group, ids) => (ids.forEach(id => desk.world.group.delete(id)), Promise.reject(new Error('killed'))) };
      await assert.rejects(runLane(desk.services, { lane: lane }), /killed/);
      desk.services.members = members;
      await work();
      assert.equal(said.filter(line => line.includes('Confirmed')).length, 1);
      assert.deepEqual((await audits(request, one)).slice(-2), ['taken-out by la-desk', 'confirmed by la-desk']);
    });

    it('says once that the directory is away, goes on by itself, and holds nobody else up', async () => {
      const request = await resolved(desk, addressesOf(people));
      await takeOut(request);
      for (let i = 0; i < 2; i += 1) {
        desk.world.faults.push(new WorldError('unavailable', 'no answer'));
        await assert.rejects(runLane(desk.services, { lane: lane }), WorldError);
      }
      await runDue(desk, 'deliver-post');
      assert.equal(said.filter(line => line.includes('Not yet: the directory does not answer')).length, 1);
      await work();
      assert.match(last(), /^Confirmed/);
    });

    it('is told where the person may not be changed any more', async () => {
      const request = await resolved(desk, addressesOf(people));
      desk.world.people.set(one, { ...(desk.world.people.get(one) ?? assert.fail()), organisation: 'ZZ202' });
      await takeOut(request);
      await work();
      assert.ok(desk.world.group.has(one));
      assert.equal(last(), 'Not taken out: person\\-001\\@nhs\\.example, moved to another organisation after your check. Ask the helpdesk.');
      assert.equal((await card(request)).heading, 'Resolved: all 60 people have MFA');
    });

    it('is not called out where the person, re-opened for, may not be changed any more', async () => {
      const request = await resolved(desk, addressesOf(people));
      await press(desk, 'priya', 'request.reopen', request);
      desk.world.people.set(one, { ...(desk.world.people.get(one) ?? assert.fail()), organisation: 'ZZ202' });
      await takeOut(request);
      assert.deepEqual((await desk.store.effects.progress(request.id, 2, 6)).takenOut, [{ by: 'tom', count: 1 }]);
      await work();
      assert.match(last(), /^Not taken out: .*moved to another organisation/);
      const { takenOut, refused, applied } = await desk.store.effects.progress(request.id, 2, 6);
      assert.deepEqual([takenOut, refused, applied], [[], [{ reason: 'other-organisation', count: 1 }], 59]);
    });

    it('is told where the directory does not let us, and where the job has run out of attempts', async () => {
      const request = await resolved(desk, addressesOf(people));
      await takeOut(request);
      desk.world.faults.push(new WorldError('refused', 'no permission'));
      await work();
      assert.match(last(), /^Not taken out: .*the directory does not allow it/);
      await takeOut(request, two);
      await giveUp(desk, 'run-lane', { lane: lane });
      await runDue(desk, 'deliver-post');
      assert.match(last(), /^Not taken out: person\\-002/);
      assert.equal((await card(request)).heading, 'Resolved: all 60 people have MFA');
      await takeOut(request, two);
      await work();
      assert.ok(!desk.world.group.has(two));
    });

    it('still in the group by way of another one, is not called confirmed', async () => {
      const request = await resolved(desk, addressesOf(people));
      alsoInBy(one);
      await takeOut(request);
      for (let i = 0; i < 7; i += 1) {
        await work();
        desk.clock.pass(400_000);
      }
      assert.match(last(), /^Taken out, but not confirmed: .*Another group may put them there/);
      assert.equal(said.filter(line => line.includes('not confirmed')).length, 1);
    });
  });
});
