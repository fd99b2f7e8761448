// Tickets as incidents of a ServiceNow instance, over its Table and Attachment APIs (docs/decisions/0025).
// Each call looks first and may be repeated: an incident is found by our correlation id, a file by its name, a remark by its mark.
import { z } from 'zod';
import { WorldError } from '../errors.ts';
import type { Helpdesk, Mirrored, TicketFacts } from './ticket.ts';
import type { Directory } from '../services.ts';
import { changedSince } from './servicenow-changes.ts';
import { serviceNowClient, type ClientOptions, type ServiceNowClient } from './servicenow-client.ts';
import { chosenOf, description, display, incidentFields, incidentRow, isOurs, isOver, markOf, momentOf, stateFields, stateOf, waitsFor, type Codes, type Incident } from './servicenow-records.ts';

export type ServiceNowOptions = ClientOptions & Codes & {
  /** sys_id of the group that tickets are assigned to; left out: as the instance assigns them. */
  assignmentGroup: string | undefined;
  category: string | undefined;
  /** sys_id of the user who stands as caller where the requester is not known there. */
  caller: string | undefined;
  directory: Pick<Directory, 'people'>;
};

const incidents = z.array(incidentRow);
const anything = z.unknown();
const ids = z.array(z.object({ sys_id: z.string() }));
const journal = z.array(z.object({ sys_id: z.string(), value: z.string(), sys_created_on: z.string() }));
const pageSize = 100;

/** Finding, raising and changing the incident of a request. */
function tickets(options: ServiceNowOptions, client: ServiceNowClient) {
  const patch = (incident: Incident, json: Record<string, string>): Promise<Incident> =>
    client.call({ method: 'PATCH', path: `/table/incident/${incident.sys_id}`, query: { sysparm_fields: incidentFields }, json }, incidentRow);

  async function cancelTwin(twin: Incident, number: string): Promise<void> {
    options.log.warn({ ticket: twin.number, instead: number }, 'a ticket was raised twice; the younger one is cancelled');
    const why = `Raised twice by ${display}, because the answer to the first attempt was lost or late. See ${number}.`;
    await patch(twin, { ...stateFields({ state: 'cancelled', notes: why, waitsFor: null }, options), work_notes: why }).catch((error: unknown) => {
      // Another process saw the two as well, and was first.
      if (!(error instanceof WorldError) || error.failure !== 'refused') throw error;
    });
  }

  async function find(correlationId: string): Promise<Incident | null> {
    const query = `correlation_id=${correlationId}^ORDERBYsys_created_on`;
    const found = await client.call({ method: 'GET', path: '/table/incident', query: { sysparm_query: query, sysparm_fields: incidentFields, sysparm_limit: '50' } }, incidents);
    const { ticket, twins } = chosenOf(found);
    for (const twin of twins) await cancelTwin(twin, ticket?.number ?? '');
    return ticket;
  }

  /** Looked for once more afterwards: two that looked at the same moment found nothing, and both raised one. */
  async function raise(facts: TicketFacts, after: string | null, note: string | undefined): Promise<Mirrored> {
    const requester = await requesterOf(client, options, facts.requesterId);
    const json = {
      short_description: facts.shortDescription, description: description(facts, requester.address, after), correlation_id: facts.correlationId, correlation_display: display,
      caller_id: requester.id, assignment_group: options.assignmentGroup, category: options.category, work_notes: note, ...stateFields(facts, options),
    };
    const raised = await client.call({ method: 'POST', path: '/table/incident', query: { sysparm_fields: incidentFields }, json }, incidentRow);
    return asMirrored((await find(facts.correlationId)) ?? raised, facts);
  }

  async function bring(ticket: Incident, facts: TicketFacts, note: string | undefined): Promise<Mirrored> {
    try {
      return asMirrored(await patch(ticket, { ...stateFields(facts, options), ...(note === undefined ? {} : { work_notes: note }) }), facts);
    } catch (error) {
      const isLocked = error instanceof WorldError && error.failure === 'refused' && isOver(stateOf(ticket));
      if (!isLocked) throw error;
      // Closed there, and the request goes on: as after our own closing, a new ticket quotes the old one. While it is resolved nobody needs one.
      return isOver(facts.state) || facts.state === 'resolved' ? { ...asMirrored(ticket, facts), isFinal: true } : raise(facts, ticket.number, note);
    }
  }

  async function mustFind(correlationId: string): Promise<Incident> {
    const ticket = await find(correlationId);
    if (ticket === null) throw new WorldError('unavailable', 'The ticket is not in ServiceNow yet.', { code: 'no-ticket' });
    return ticket;
  }

  return { find, mustFind, raise, bring, patch };
}

export function serviceNowHelpdesk(options: ServiceNowOptions): Helpdesk {
  const client = serviceNowClient(options);
  const { find, mustFind, raise, bring, patch } = tickets(options, client);
  return {
    async mirror(facts, { known, note }) {
      const ticket = await find(facts.correlationId);
      if (ticket === null) return raise(facts, null, note);
      const state = stateOf(ticket);
      const isChangedThere = known.length > 0 && state !== null && !known.includes(state) && state !== facts.state;
      return isChangedThere || state === facts.state ? asMirrored(ticket, facts) : bring(ticket, facts, note);
    },

    async attach(correlationId, { name, bytes }) {
      const ticket = await mustFind(correlationId);
      const query = `table_name=incident^table_sys_id=${ticket.sys_id}^file_name=${name}`;
      const there = await client.call({ method: 'GET', path: '/attachment', query: { sysparm_query: query, sysparm_limit: '1' } }, ids);
      if (there.length > 0) return;
      await client.call({ method: 'POST', path: '/attachment/file', query: { table_name: 'incident', table_sys_id: ticket.sys_id, file_name: name }, bytes, contentType: 'text/csv' }, anything);
    },

    async say(correlationId, { id, is, text }) {
      const ticket = await mustFind(correlationId);
      const element = is === 'comment' ? 'comments' : 'work_notes';
      const query = `element_id=${ticket.sys_id}^element=${element}^valueLIKE${markOf(id)}`;
      const there = await client.call({ method: 'GET', path: '/table/sys_journal_field', query: { sysparm_query: query, sysparm_fields: 'sys_id', sysparm_limit: '1' } }, ids);
      if (there.length === 0) await patch(ticket, { [element]: `${text}\n${markOf(id)}` });
    },

    async read(correlationId) {
      const ticket = await find(correlationId);
      return ticket && { number: ticket.number, state: stateOf(ticket), notes: ticket.close_notes, waitsFor: waitsFor(ticket, options), comments: await allowed(options, 'sys_journal_field', () => commentsOn(client, ticket), []) };
    },

    changed: mark => changedSince(client, mark),
  };
}

const asMirrored = (ticket: Incident, facts: TicketFacts): Mirrored => ({ number: ticket.number, state: stateOf(ticket) ?? facts.state });

/** What our user may not read there is done without, and told: the ticket itself must not wait for it. */
async function allowed<T>({ log }: Pick<ServiceNowOptions, 'log'>, table: string, work: () => Promise<T>, without: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WorldError) || error.code !== 'HTTP_403') throw error;
    log.error({ table }, 'ServiceNow does not let LA Desk read this table: grant it to the user of SERVICENOW_CLIENT_ID or SERVICENOW_USER');
    return without;
  }
}

/** Oldest first. What is said is only ever added, so an offset misses nothing. */
async function commentsOn(client: ServiceNowClient, ticket: Incident) {
  const said: z.infer<typeof journal> = [];
  const query = { sysparm_query: `element_id=${ticket.sys_id}^element=comments^ORDERBYsys_created_on^ORDERBYsys_id`, sysparm_fields: 'sys_id,value,sys_created_on', sysparm_limit: String(pageSize) };
  for (let page = journal.parse([]), offset = 0; offset === 0 || page.length === pageSize; offset += pageSize) {
    page = await client.call({ method: 'GET', path: '/table/sys_journal_field', query: { ...query, sysparm_offset: String(offset) } }, journal);
    said.push(...page);
  }
  return said.filter(({ value }) => !isOurs(value)).map(({ sys_id, value, sys_created_on }) => ({ is: 'comment' as const, id: sys_id, text: value, at: momentOf(sys_created_on) }));
}

/** The requester as ServiceNow knows them, by the address that the directory has; the configured caller where it knows none, or several. */
async function requesterOf(client: ServiceNowClient, options: ServiceNowOptions, personId: string): Promise<{ id: string | undefined; address: string | null }> {
  const { directory, caller } = options;
  const address = (await directory.people([personId])).get(personId)?.address ?? null;
  // A caret would begin another condition of the query.
  if (address === null || address.includes('^')) return { id: caller, address };
  const query = { sysparm_query: `email=${address}^active=true`, sysparm_fields: 'sys_id', sysparm_limit: '2' };
  const found = await allowed(options, 'sys_user', () => client.call({ method: 'GET', path: '/table/sys_user', query }, ids), []);
  return { id: found.length === 1 ? found[0]?.sys_id : caller, address };
}
