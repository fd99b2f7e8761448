// The built-in helpdesk's tickets, where no other helpdesk is configured.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { TicketFacts, TicketState } from '../helpdesk/ticket.ts';
import { ticketRow, type Database } from './schema.ts';

const numberRow = ticketRow.pick({ number: true });
export type Ticket = Omit<TicketFacts, 'reference' | 'requesterName' | 'notes' | 'waitsFor'> & { number: string; updatedAt: Date };

const askedFor = 'asked for ';

export const ticketTable = (db: Kysely<Database>) => ({
  /** Raises the ticket, or brings the one of this correlation id to these facts. Answers its number. */
  async mirror(facts: TicketFacts, at: Date): Promise<string> {
    const { correlation_id, ...changed } = toRow(facts, at);
    const known = await db.updateTable('ticket').set(changed).where('correlation_id', '=', correlation_id).returning('number').executeTakeFirst();
    if (known) return numberRow.parse(known).number;
    const raised = await db.insertInto('ticket')
      .values({ number: sql<string>`'INC' || nextval('ticket_number')`, correlation_id, ...changed })
      .onConflict((c) => c.column('correlation_id').doUpdateSet(changed)).returning('number').executeTakeFirstOrThrow();
    return numberRow.parse(raised).number;
  },
  /** The request is forgotten: nobody needs to be rung about it any more. The ticket stays. */
  async forgetNumber(correlationId: string): Promise<void> {
    await db.updateTable('ticket').where('correlation_id', '=', correlationId).set({ contact_number: '' }).execute();
  },
  async find(correlationId: string): Promise<Ticket | null> {
    const row = await db.selectFrom('ticket').selectAll().where('correlation_id', '=', correlationId).executeTakeFirst();
    return row ? fromRow(row) : null;
  },
  /** True for the first caller only: something of a helpdesk's ticket (a comment, an attachment) was taken care of. Goes with the request. */
  async isNew(requestId: string, what: string): Promise<boolean> {
    const row = await db.insertInto('ticket_heard').values({ request_id: requestId, what }).onConflict((c) => c.doNothing()).returning('what').executeTakeFirst();
    return row !== undefined;
  },
  /** Notes that this state is asked for, and answers all that were asked for and not known to be answered. */
  async asking(requestId: string, state: TicketState): Promise<TicketState[]> {
    await this.isNew(requestId, `${askedFor}${state}`);
    return this.asked(requestId);
  },
  async asked(requestId: string): Promise<TicketState[]> {
    const rows = await db.selectFrom('ticket_heard').select('what').where('request_id', '=', requestId).where('what', 'like', `${askedFor}%`).execute();
    return rows.map(({ what }) => ticketRow.shape.state.parse(what.slice(askedFor.length)));
  },
  async answered(requestId: string): Promise<void> {
    await db.deleteFrom('ticket_heard').where('request_id', '=', requestId).where('what', 'like', `${askedFor}%`).execute();
  },
  async isHeard(requestId: string, what: string): Promise<boolean> {
    return (await db.selectFrom('ticket_heard').select('what').where('request_id', '=', requestId).where('what', '=', what).executeTakeFirst()) !== undefined;
  },
  async latest(limit: number): Promise<Ticket[]> {
    const rows = await db.selectFrom('ticket').selectAll().orderBy('number', 'desc').limit(limit).execute();
    return rows.map(fromRow);
  },
});

const toRow = (facts: TicketFacts, at: Date) => ({
  correlation_id: facts.correlationId,
  state: facts.state,
  short_description: facts.shortDescription,
  description: facts.description,
  requester_id: facts.requesterId,
  contact_number: facts.contactNumber,
  affected_count: facts.affectedCount,
  updated_at: at,
});

const fromRow = (row: z.input<typeof ticketRow>): Ticket => {
  const r = ticketRow.parse(row);
  return {
    number: r.number,
    correlationId: r.correlation_id,
    state: r.state,
    shortDescription: r.short_description,
    description: r.description,
    requesterId: r.requester_id,
    contactNumber: r.contact_number,
    affectedCount: r.affected_count,
    updatedAt: r.updated_at,
  };
};
