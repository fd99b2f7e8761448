// The built-in helpdesk: one ticket for one request, with a number of its own, brought to whatever state is asked for.
import assert from 'node:assert/strict';
import { builtInHelpdesk } from '../../src/helpdesk/built-in.ts';
import type { TicketFacts } from '../../src/helpdesk/ticket.ts';
import { openTestStore, type TestStore } from '../support/database.ts';

const facts = (more: Partial<TicketFacts> = {}): TicketFacts => ({
  correlationId: '00000000-0000-4000-8000-000000000001', reference: 'R-2041', state: 'new', shortDescription: 'R-2041: 271 people would get MFA', description: 'Organisation ZZ101.',
  requesterId: 'priya', requesterName: 'Priya Nair', notes: '', waitsFor: null, contactNumber: '+447700900123', affectedCount: 271, ...more,
});

describe('the built-in helpdesk', () => {
  let opened: TestStore;
  beforeEach(async () => void (opened = await openTestStore()));
  const mirror = (ticket: TicketFacts) => builtInHelpdesk(opened.store, opened.clock).mirror(ticket, { known: [] });

  it('numbers tickets as a helpdesk does', async () => {
    assert.deepEqual(await mirror(facts()), { number: 'INC31020417', state: 'new' });
    assert.deepEqual(await mirror(facts({ correlationId: '00000000-0000-4000-8000-000000000002' })), { number: 'INC31020418', state: 'new' });
  });

  it('raises one ticket for one request, however often and however many at once', async () => {
    const numbers = await Promise.all(Array.from({ length: 4 }, () => mirror(facts())));
    assert.equal(new Set(numbers.map(({ number }) => number)).size, 1);
    assert.equal((await opened.store.tickets.latest(10)).length, 1);
  });

  for (const state of ['new', 'in-progress', 'on-hold', 'resolved', 'closed', 'cancelled'] as const) {
    it(`brings a ticket to ${state}, also from another state`, async () => {
      await mirror(facts({ state: 'resolved' }));
      opened.clock.pass(1_000);
      await mirror(facts({ state, affectedCount: 272 }));
      const ticket = await opened.store.tickets.find(facts().correlationId);
      assert.deepEqual([ticket?.state, ticket?.affectedCount, ticket?.updatedAt], [state, 272, opened.clock.calendar()]);
    });
  }
});
