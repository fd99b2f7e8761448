// Saves what came of asking the helpdesk for a state: the ticket's number, the state it is in, and a look at it where somebody changed it meanwhile.
import type { Mirrored } from '../helpdesk/ticket.ts';
import type { Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { redraw } from './save-move.ts';
import type { ServiceRequest } from './service-request.ts';

/** `asked`: the request as it was when the helpdesk was asked. `beside`: what else is saved with it. */
export async function saveMirrored({ store }: Pick<Services, 'store'>, asked: ServiceRequest, ticket: Mirrored, beside: (tx: Tables) => Promise<void> = () => Promise.resolve()): Promise<void> {
  await store.transaction(async tx => {
    const now = await tx.requests.lock(asked.id);
    if (now === null) return;
    const isThere = ticket.state === asked.ticketWanted || ticket.isFinal === true;
    // Raised by us as asked, and changed before we had looked: that is a change to hear, from what was asked.
    const ticketState = isThere ? ticket.state : (now.ticketState ?? asked.ticketWanted);
    await tx.requests.save({ ...now, ticketNumber: ticket.number, ticketState });
    await tx.tickets.answered(asked.id);
    await beside(tx);
    if (!isThere) await tx.jobs.add({ name: 'hear-ticket', key: asked.id, payload: { requestId: asked.id } });
    if (now.ticketNumber !== ticket.number) await redraw(tx, asked.id);
  });
}
