// What somebody types is never taken away by a redraw: cards with inputs are drawn again when the state changes, and not before.
import assert from 'node:assert/strict';
import type { Content } from '../../src/cards.ts';
import { redraw } from '../../src/requests/save-move.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, checked, submitted } from '../support/journey.ts';
import { saidBy } from '../support/requests.ts';

describe('a card somebody types into', () => {
  let desk: Desk;
  let updates: string[];
  let posted: Content[];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    [updates, posted] = [[], []];
    desk.world.send = (to, content) => (posted.push(content), Promise.resolve({ is: 'sent', activityId: `of ${to.id}` }));
    desk.world.update = (_to, id, content) => (updates.push(`${id}: ${content.is === 'card' ? content.card.name : content.is}`), Promise.resolve({ is: 'updated' }));
  });

  const change = (requestId: string) => desk.store.transaction(tx => redraw(tx, requestId));
  const deliver = async () => {
    updates = [];
    await runDue(desk, 'deliver-post');
    return updates;
  };
  async function report(): Promise<ServiceRequest> {
    const request = await checked(desk, addressesOf(addPeople(desk, 60)));
    await deliver();
    return request;
  }
  const by = (verb: string, request: ServiceRequest, inputs = {}) => press(desk, 'priya', verb, request, { inputs });

  describe('the form to submit', () => {
    it('stays when a redraw of the report comes after it', async () => {
      const request = await report();
      await change(request.id);
      assert.match(saidBy(await by('request.form', request)), /^Not submitted yet/);
      assert.deepEqual(await deliver(), []);
    });

    it('stays where the redraw waited for its moment while it was opened', async () => {
      const request = await report();
      await change(request.id);
      desk.services.messenger = { ...desk.services.messenger, slot: async () => (await by('request.form', request), { ms: 0, hasBegun: false }) };
      assert.deepEqual(await deliver(), []);
    });

    it('stays when the number in it has to be typed again', async () => {
      const request = await report();
      await by('request.form', request);
      await by('request.submit', request, { contactNumber: '12' });
      await change(request.id);
      assert.deepEqual(await deliver(), []);
    });

    it('gives way to the new state', async () => {
      const request = await report();
      await by('request.form', request);
      await by('request.submit', request, { contactNumber: '07700 900123' });
      assert.deepEqual(await deliver(), ['of a:priya: status']);
    });

    it('closed, lets through what was held back', async () => {
      const request = await report();
      await change(request.id);
      await by('request.form', request);
      await deliver();
      assert.match(saidBy(await by('request.form-cancel', request)), /^Checked/);
      assert.deepEqual(await deliver(), ['of a:priya: report']);
    });
  });

  describe('the resolvers’ new request, with the reason for a rejection', () => {
    const shown = () => posted.flatMap(content => (content.is === 'card' && content.card.name === 'resolver' ? [content.card.data.subtle] : []));

    it('waits a moment for the ticket’s number and is posted with it', async () => {
      await submitted(desk, addressesOf(addPeople(desk, 60)));
      await deliver();
      assert.deepEqual(shown(), []);
      await runDue(desk, 'mirror-ticket', 'deliver-post');
      assert.match(shown().join(), /ticket INC31020417/);
    });

    it('is posted without where the helpdesk is away, and the number that comes later does not redraw it', async () => {
      const request = await submitted(desk, addressesOf(addPeople(desk, 60)));
      desk.clock.pass(2_000);
      await deliver();
      assert.match(shown().join(), /ticket number to follow/);
      await runDue(desk, 'mirror-ticket');
      assert.deepEqual(await deliver(), ['of a:priya: status']);
      assert.equal((await requestOf(desk, request)).ticketNumber, 'INC31020417');
    });

    it('is redrawn once it is started', async () => {
      const request = await submitted(desk, addressesOf(addPeople(desk, 60)));
      await runDue(desk, 'mirror-ticket');
      await deliver();
      await press(desk, 'dan', 'request.start', request, { in: resolvers(desk) });
      assert.ok((await deliver()).includes(`of ${resolvers(desk).id}: resolver`));
    });
  });
});
