// The helpdesk where no other is configured: tickets with INC numbers of their own, kept in our database.
import type { Clock, Helpdesk } from '../services.ts';
import type { Tables } from '../store/tables.ts';

/** `tickets` raises one or brings it to the given facts, by our correlation id: two attempts never raise two. */
export const builtInHelpdesk = (store: Pick<Tables, 'tickets'>, clock: Pick<Clock, 'calendar'>): Helpdesk => ({
  mirror: async facts => ({ number: await store.tickets.mirror(facts, clock.calendar()) }),
});
