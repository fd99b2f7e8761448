// The job that keeps the helpdesk's ticket at the request's state, and attaches the list to it.
import type { Again } from '../jobs/run-job.ts';
import type { Services } from '../services.ts';
import { makeFile } from './files.ts';
import { saveMirrored } from './save-mirrored.ts';
import { reference, type ServiceRequest } from './service-request.ts';
import { noteBeside, ticketFacts } from './ticket-facts.ts';

type Needs = Pick<Services, 'store' | 'helpdesk'>;

/** The ticket mirrors the request, whatever its state is by now: repeated and late runs bring it to the same place. */
export async function mirrorTicket(needs: Needs, { requestId }: { requestId: string }): Promise<Again> {
  const { store, helpdesk } = needs;
  const request = await store.requests.find(requestId);
  if (request?.ticketWanted == null) return undefined;
  // Before asking: should the answer be lost, the state found there next time is known to be ours.
  const asked = await store.tickets.asking(requestId, request.ticketWanted);
  const known = request.ticketState === null ? [] : [request.ticketState, ...asked];
  const ticket = await helpdesk.mirror(await ticketFacts(store, request), { known, ...noteBeside(request) });
  await saveMirrored(needs, request, ticket);
  await attachList(needs, request, ticket.number);
  return undefined;
}

/** Who is to be changed, as the helpdesk's minimum data set asks. After the number is saved, so that a large list does not delay it. */
async function attachList({ store, helpdesk }: Needs, request: ServiceRequest, ticketNumber: string): Promise<void> {
  const done = `list attached to ${ticketNumber}`;
  if (await store.tickets.isHeard(request.id, done)) return;
  const { bytes } = await makeFile(store, request, 'list');
  // Some clients of ServiceNow do not open a file with a space in its name.
  await helpdesk.attach(request.id, { name: `${reference(request)}-list.csv`, bytes });
  await store.tickets.isNew(request.id, done);
}
