// The helpdesk where no other is configured: tickets with INC numbers of their own, kept in our database.
import type { Helpdesk } from './ticket.ts';
import type { Clock } from '../services.ts';
import type { Tables } from '../store/tables.ts';

/** `tickets` raises one or brings it to the given facts, by our correlation id: two attempts never raise two. */
export const builtInHelpdesk = (store: Pick<Tables, 'tickets'>, clock: Pick<Clock, 'calendar'>): Helpdesk => ({
  mirror: async facts => ({ number: await store.tickets.mirror(facts, clock.calendar()), state: facts.state }),
  // Its tickets are read through LA Desk only, where the list and what was said are already: a copy would outlive them.
  attach: () => Promise.resolve(),
  say: () => Promise.resolve(),
  async read(correlationId) {
    const ticket = await store.tickets.find(correlationId);
    return ticket === null ? null : { number: ticket.number, state: ticket.state, notes: '', waitsFor: null, comments: [] };
  },
  // Nobody changes a ticket there but the request itself.
  changed: mark => Promise.resolve({ correlationIds: [], mark: mark ?? '' }),
});
