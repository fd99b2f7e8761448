// From the report to a submitted request: each press decided anew, and each with one effect.
import assert from 'node:assert/strict';
import { UserError } from '../../src/errors.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { openTestStore } from '../support/database.ts';
import { accessBy, addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, checked, submitted } from '../support/journey.ts';
import { dataOf, laOf, saidBy } from '../support/requests.ts';

describe('the submit press', () => {
  let desk: Desk;
  let people: string[];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    people = addPeople(desk, 60);
  });

  const phone = { contactNumber: '07700 900123' };
  const aCheck = (more: Partial<ServiceRequest> = {}) => checked(desk, addressesOf(people), more);
  const audited = async ({ id }: ServiceRequest) => (await desk.store.audit.ofRequest(id)).map(row => row.action);
  const submit = (request: ServiceRequest, more: Parameters<typeof press>[4] = {}) => press(desk, 'priya', 'request.submit', request, { inputs: phone, ...more });

  describe('submitting', () => {
    it('gives a reference, a target, the counts as they were shown, and the card of the new state', async () => {
      const answer = await submit(await aCheck());
      assert.equal(saidBy(answer), 'Submitted: 60 people, waiting for a resolver to start');
      const [request] = await desk.store.requests.visibleTo(['ZZ101'], 10);
      assert.deepEqual([request?.number, request?.status, request?.contactNumber, request?.shown?.wouldChange], [2041, 'submitted', '+447700900123', 60]);
      assert.equal(request?.targetAt?.getTime(), desk.clock.calendar().getTime() + 86_400_000);
    });

    it('raises one ticket and shows the resolvers one card', async () => {
      const request = await submitted(desk, addressesOf(people));
      await runDue(desk, 'mirror-ticket', 'deliver-post');
      assert.equal((await requestOf(desk, request)).ticketNumber, 'INC31020417');
      assert.equal((await desk.store.posts.cardOf(request.id, resolvers(desk).id, 'resolver'))?.state, 'posted');
    });

    it('keeps what was decided in the audit: the hash of the list and the counts, and no address', async () => {
      const request = await submitted(desk, addressesOf(people));
      const rows = await desk.store.audit.ofRequest(request.id);
      const entry = rows.find(row => row.action === 'submitted') ?? assert.fail();
      const { actor_id, detail: { listHash, shown, policy, versionShown, version } } = entry;
      assert.deepEqual({ actor_id, listHash, shown, policy }, { actor_id: 'priya', listHash: request.listHash, shown: { total: 60, wouldChange: 60, already: 0, organisationSize: 100_000, leftOut: {}, doubts: {} }, policy: 'on' });
      assert.equal(version, Number(versionShown) + 1);
      assert.doesNotMatch(JSON.stringify(rows), /@|07700|\+44/);
    });

    for (const contactNumber of ['', '999', 'my desk', '+1 202 555 0100', '07700 900123 ext 4']) {
      it(`asks again for a number that cannot be rung: ${JSON.stringify(contactNumber)}`, async () => {
        const request = await aCheck();
        assert.match(saidBy(await submit(request, { inputs: { contactNumber } })), /^Not submitted: enter /);
        assert.equal((await requestOf(desk, request)).status, 'checked');
        assert.match(saidBy(await submit(request)), /^Submitted/);
      });
    }

    it('refuses inputs that no card of ours sends', async () => {
      const request = await aCheck();
      await assert.rejects(submit(request, { inputs: { contactNumber: '0'.repeat(41) } }), UserError);
      await assert.rejects(submit(request, { inputs: { contactNumber: { $ne: '' } } }), UserError);
      assert.equal((await requestOf(desk, request)).status, 'checked');
    });

    it('waits until every doubt is confirmed', async () => {
      const request = await checked(desk, people.map((id, i) => ({ address: `${id}@nhs.example`, doubts: i < 3 ? ['application' as const] : [] })));
      assert.match(saidBy(await submit(request)), /^Checked, not submitted/);
      assert.equal((await requestOf(desk, request)).status, 'checked');
      await press(desk, 'priya', 'check.confirm', request);
      assert.match(saidBy(await submit(request)), /^Submitted/);
    });

    it('confirms one doubt with each press, and then has nothing to confirm', async () => {
      const columns = { address: ['Email'], read: [], ignoredCount: 0, hasMailboxType: false, encoding: 'UTF-8' as const };
      const request = await checked(desk, people.map(id => ({ address: `${id}@nhs.example`, doubts: ['application' as const] })), { columns });
      for (const confirmed of [['mailbox-type'], ['mailbox-type', 'application']]) {
        await press(desk, 'priya', 'check.confirm', request);
        assert.deepEqual((await requestOf(desk, request)).confirmedDoubts, confirmed);
      }
      assert.equal(saidBy(await press(desk, 'priya', 'check.confirm', request)), 'There is nothing left to confirm.');
    });

    it('is not possible 7 days later: the list is checked again first', async () => {
      const request = await aCheck();
      desk.clock.windTo('2022-09-27T09:00:01+01:00');
      for (const verb of ['request.form', 'request.submit', 'request.form-cancel']) {
        const answer = await press(desk, 'priya', verb, request, { inputs: phone });
        const card = dataOf('card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail(), 'report');
        assert.deepEqual([card.form, card.again?.title], [undefined, 'Check this list again'], verb);
      }
      await press(desk, 'priya', 'check.again', request);
      await runDue(desk, 'check-list');
      assert.match(saidBy(await submit(request)), /^Submitted/);
    });

    it('is still possible a minute before 7 days', async () => {
      const request = await aCheck();
      desk.clock.windTo('2022-09-27T08:59:00+01:00');
      assert.match(saidBy(await submit(request)), /^Submitted/);
    });

    it('is not possible with fewer than 50 people where policy sends them to the Portal', async () => {
      const small = await openDesk(await openTestStore());
      const request = await checked(small, addressesOf(addPeople(small, 49)));
      for (const verb of ['request.form', 'request.submit']) assert.match(saidBy(await press(small, 'priya', verb, request, { inputs: phone })), /The Portal is quicker$/);
      assert.equal((await requestOf(small, request)).status, 'checked');
    });

    it('of nobody is not possible', async () => {
      const request = await checked(desk, ['nobody@nhs.example']);
      assert.match(saidBy(await submit(request)), /^Checked: nobody/);
      assert.equal((await requestOf(desk, request)).status, 'checked');
    });
  });

  describe('the same press again', () => {
    it('has one effect and gets the first answer', async () => {
      const request = await aCheck();
      const first = await submit(request);
      const again = await submit(request, { version: request.version });
      assert.deepEqual(JSON.parse(JSON.stringify(again)), JSON.parse(JSON.stringify(first)));
      assert.equal((await audited(request)).filter(action => action === 'submitted').length, 1);
      assert.equal((await requestOf(desk, request)).number, 2041);
    });

    it('with another number in the box is still the same press', async () => {
      const request = await aCheck();
      await submit(request);
      await submit(request, { version: request.version, inputs: { contactNumber: '07700 900999' } });
      assert.equal((await requestOf(desk, request)).contactNumber, '+447700900123');
    });

    it('twice at once has one effect', async () => {
      const request = await aCheck();
      const answers = await Promise.all([submit(request), submit(request), submit(request)]);
      assert.deepEqual(answers.map(saidBy), answers.map(() => 'Submitted: 60 people, waiting for a resolver to start'));
      assert.equal((await audited(request)).filter(action => action === 'submitted').length, 1);
    });

    it('that was not spent is no first answer: mending the number goes through', async () => {
      const request = await aCheck();
      await submit(request, { inputs: { contactNumber: 'x' } });
      await submit(request);
      assert.equal((await requestOf(desk, request)).status, 'submitted');
    });
  });

  describe('a press answered before', () => {
    it('has no second effect and shows the present state where things have moved on: its first answer would stand over it', async () => {
      const request = await aCheck();
      await submit(request);
      await press(desk, 'tom', 'request.withdraw', request);
      assert.match(saidBy(await submit(request, { version: request.version })), /^Withdrawn/);
      assert.equal((await requestOf(desk, request)).status, 'withdrawn');
    });
  });

  describe('a check that changes while a press is decided', () => {
    it('is not acted on: what was seen is no longer so', async () => {
      const request = await checked(desk, people.map(id => ({ address: `${id}@nhs.example`, doubts: ['application' as const] })));
      await desk.store.requests.save({ ...request, confirmedDoubts: ['application'] });
      const { access } = desk.services;
      let between = async (): Promise<unknown> => (await desk.store.requests.save({ ...(await requestOf(desk, request)), version: request.version + 1, confirmedDoubts: [] }));
      desk.services.access = accessBy(async id => (await between(), (between = () => Promise.resolve()), access.rolesOf(id)));
      assert.match(saidBy(await submit(request)), /^Checked/);
      assert.equal((await requestOf(desk, request)).status, 'checked');
    });
  });

  describe('a card that is out of date', () => {
    it('does nothing also where the same press would still be allowed', async () => {
      const request = await checked(desk, people.map(id => ({ address: `${id}@nhs.example`, doubts: ['application' as const] })));
      await press(desk, 'priya', 'check.confirm', request);
      assert.match(saidBy(await press(desk, 'priya', 'check.delete', request, { version: request.version })), /^Checked/);
      assert.equal((await requestOf(desk, request)).status, 'checked');
    });


    it('gives the present state and changes nothing', async () => {
      const request = await aCheck();
      await submit(request);
      const before = await requestOf(desk, request);
      for (const verb of ['check.delete', 'check.again', 'request.form']) {
        assert.match(saidBy(await press(desk, 'priya', verb, request, { version: request.version })), /^Submitted/, verb);
      }
      assert.deepEqual(await requestOf(desk, request), before);
    });

    it('of a request that is forgotten says so', async () => {
      const answer = await press(desk, 'priya', 'request.submit', { id: '00000000-0000-4000-8000-00000000dead' });
      assert.match(saidBy(answer), /^No longer here/);
    });
  });

  describe('a press that proves nothing', () => {
    const nonces = { empty: '', forged: 'A'.repeat(22), long: 'A'.repeat(64) };
    for (const [name, nonce] of Object.entries(nonces)) {
      it(`has no effect: ${name}`, async () => {
        const request = await aCheck();
        assert.match(saidBy(await submit(request, { nonce })), /^Checked/);
        assert.equal((await requestOf(desk, request)).status, 'checked');
      });
    }

    it('has no effect and shows nothing when it is another person’s', async () => {
      const request = await aCheck();
      for (const id of ['tom', 'lena', 'dan', 'noor']) assert.equal(saidBy(await press(desk, id, 'request.submit', request, { inputs: phone })), 'This card is for somebody else. Nothing was changed.');
      assert.equal((await requestOf(desk, request)).status, 'checked');
    });

    it('has no effect when the role was lost since', async () => {
      const request = await aCheck();
      for (const roles of [laOf(), laOf('ZZ202')]) {
        desk.world.roles.set('priya', roles);
        await submit(request);
        assert.equal((await requestOf(desk, request)).status, 'checked');
      }
    });

    for (const inputs of [{}, { id: 'x', nonce: 'y' }, { id: ['a'], nonce: {} }]) {
      it(`has no effect and no error without what the card carries: ${JSON.stringify(inputs)}`, async () => {
        const request = await aCheck();
        assert.match(saidBy(await submit(request, { inputs: { id: undefined, nonce: undefined, ...inputs } })), /^No longer here/);
      });
    }
  });
});
