// Taking one person out of a request that is resolved: who may be, who it is, at once, and for good.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import { addPeople, press, requestOf, runDue } from '../support/desk.ts';
import { addressesOf, resolved } from '../support/journey.ts';
import { dataOf, saidBy } from '../support/requests.ts';
import { openStage, type Stage } from '../support/taking-out.ts';

const day = 24 * 3_600_000;
const [one, two] = ['person-001', 'person-002'];

describe('taking one person out', () => {
  let desk: Stage['desk'];
  let people: Stage['people'];
  let work: Stage['work'];
  let find: Stage['find'];
  let takeOut: Stage['takeOut'];
  let inChannel: Stage['inChannel'];
  let card: Stage['card'];
  let outcomeOf: Stage['outcomeOf'];
  let last: Stage['last'];
  let audits: Stage['audits'];
  beforeEach(async () => {
    ({ desk, people, work, find, takeOut, inChannel, card, outcomeOf, last, audits } = await openStage());
  });

  describe('asks who', () => {
    it('by an address of the list, and shows them before anything is done', async () => {
      const request = await resolved(desk, addressesOf(people));
      assert.equal(saidBy(await press(desk, 'tom', 'request.take-out-form', request)), 'Nobody chosen yet: take one person out of R-2041');
      const answer = await find(request, ' "Person-001@NHS.example" ');
      const data = 'card' in answer && answer.card.is === 'card' ? dataOf(answer.card.card, 'take-out') : assert.fail();
      assert.deepEqual(data.facts, [{ title: 'Name', value: 'person\\-001' }, { title: 'Address', value: 'person\\-001\\@nhs\\.example' }]);
      assert.equal(data.takeOut?.row, '2');
      assert.ok(desk.world.group.has(one));
    });

    it('and says the same of everybody who is not on it, whether they exist or not', async () => {
      addPeople(desk, 1, { organisation: 'ZZ202' }, 'elsewhere');
      const request = await resolved(desk, [...addressesOf(people), 'elsewhere-001@nhs.example']);
      for (const address of ['elsewhere-001@nhs.example', 'nobody@nhs.example']) assert.equal(saidBy(await find(request, address)), 'Not found: nobody of R-2041 has this address');
      assert.equal(saidBy(await find(request, 'person-001')), 'Not looked for: that is not one email address');
      assert.equal((await requestOf(desk, request)).version, request.version);
      assert.match(saidBy(await takeOut(request, one, { inputs: { row: '62' } })), /one of the people/);
    });

    it('of whoever had MFA before says so, and does nothing', async () => {
      addPeople(desk, 1, {}, 'other').forEach(id => desk.world.group.add(id));
      const request = await resolved(desk, [...addressesOf(people), 'other-001@nhs.example']);
      assert.equal(saidBy(await find(request, 'other-001@nhs.example')), 'Nothing to take out: this person had MFA before');
      await takeOut(request, one, { inputs: { row: '62' } });
      await work();
      assert.ok(desk.world.group.has('other-001'));
    });

    it('also while the directory is away, by the address alone', async () => {
      const request = await resolved(desk, addressesOf(people));
      desk.world.faults.push(new WorldError('unavailable', 'no answer'));
      const answer = await find(request, 'person-001@nhs.example');
      assert.deepEqual('card' in answer && answer.card.is === 'card' ? dataOf(answer.card.card, 'take-out').facts.map(({ title }) => title) : null, ['Address']);
    });

    it('nobody who is not a Local Administrator of its organisation, and not in the channel', async () => {
      const request = await resolved(desk, addressesOf(people));
      for (const by of ['lena', 'dan', 'noor']) {
        assert.doesNotMatch(JSON.stringify(await find(request, 'person-001@nhs.example', by)), /person-001/);
        await press(desk, by, 'request.take-out', request, { inputs: { row: '2' } });
      }
      await work();
      assert.ok(desk.world.group.has(one));
    });
  });

  describe('resolved', () => {
    it('is done without a resolver, said when it is read back, and counted apart', async () => {
      const request = await resolved(desk, addressesOf(people));
      await takeOut(request);
      assert.equal(desk.world.group.has(one), true);
      assert.equal(last(), 'Taking person\\-001\\@nhs\\.example out of R-2041. It is said here when that is confirmed.');
      await work();
      assert.equal(desk.world.group.has(one), false);
      assert.match(last(), /^Confirmed: person\\-001\\@nhs\\.example is out of R-2041 .* Their mark in the Portal is still there/);
      const shown = await card(request);
      assert.equal(shown.heading, 'Resolved: 59 of 60 people have MFA, 1 does not');
      assert.deepEqual(shown.facts.map(({ title, value }) => `${title} ${value}`), ['59 confirmed in the policy', '60 marked in the Portal', '1 taken out by tom']);
      assert.equal(shown.undo?.title, 'Take MFA off these 59 people');
      assert.equal(await outcomeOf(request, one), 'taken out, by tom');
      assert.deepEqual(await audits(request, one), ['applied by la-desk', 'confirmed by la-desk', 'take-out-asked by tom', 'taken-out by la-desk', 'confirmed by la-desk']);
    });

    it('pressed twice, and for somebody who is out already, is done once', async () => {
      const request = await resolved(desk, addressesOf(people));
      await takeOut(request);
      await takeOut(request, one, { version: request.version });
      await takeOut(await requestOf(desk, request));
      await work();
      await takeOut(await requestOf(desk, request));
      assert.equal(saidBy(await find(request, 'person-001@nhs.example')), 'Nothing to take out: this person is out already');
      await work();
      assert.equal((await audits(request, one)).filter(row => row.startsWith('take')).length, 2);
    });

    it('two one after the other are both out', async () => {
      const request = await resolved(desk, addressesOf(people));
      await takeOut(request);
      await takeOut(request, two);
      await work();
      assert.deepEqual([desk.world.group.has(one), desk.world.group.has(two), desk.world.group.size], [false, false, 58]);
    });

    it('stays out of what is re-opened, undone and re-opened again', async () => {
      const request = await resolved(desk, addressesOf(people));
      await takeOut(request);
      await work();
      const reopen = async () => {
        await press(desk, 'priya', 'request.reopen', request);
        await work();
        await inChannel('request.portal-marked', request);
        assert.equal((await card(request)).heading, 'Resolved: 59 of 60 people have MFA, 1 does not');
        assert.deepEqual([desk.world.group.size, desk.world.group.has(one)], [59, false]);
      };
      await reopen();
      desk.world.group.add(one);
      await press(desk, 'tom', 'request.undo', request, { inputs: { reason: 'wrong' } });
      await inChannel('request.start', request);
      await work();
      assert.deepEqual([...desk.world.group], [one], 'put there by somebody else since');
      await inChannel('request.portal-marked', request);
      desk.world.group.delete(one);
      await reopen();
    });

    it('closes meanwhile, and is done all the same', async () => {
      const request = await resolved(desk, addressesOf(people));
      await takeOut(request);
      desk.clock.pass(4 * day);
      await runDue(desk, 'close-request');
      assert.equal((await requestOf(desk, request)).status, 'closed');
      await work();
      assert.match(last(), /^Confirmed/);
    });
  });
});
