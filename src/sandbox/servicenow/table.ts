// The Table API: lists with their query, order, fields and pages; one record; a new one; a change.
// https://www.servicenow.com/docs/r/zurich/api-reference/rest-apis/c_TableAPI.html
import { z } from 'zod';
import type { Answer, Call } from '../http/router.ts';
import type { Fields } from '../world/tickets.ts';
import type { World } from '../world/world.ts';
import { incidentFields, Refused, type Incidents } from './incidents.ts';
import { readQuery } from './query.ts';
import { integrationUser } from './sign-in.ts';

const mostRows = 10_000;
const references = new Set(['caller_id', 'assignment_group', 'assigned_to', 'parent_incident']);
const body = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String));
const fieldsOf: Record<string, ReadonlySet<string>> = {
  incident: incidentFields,
  sys_user: new Set(['sys_id', 'user_name', 'email', 'name', 'active']),
  sys_journal_field: new Set(['sys_id', 'name', 'element', 'element_id', 'value', 'sys_created_on', 'sys_created_by']),
  sys_attachment: new Set(['sys_id', 'file_name', 'table_name', 'table_sys_id', 'content_type', 'size_bytes', 'sys_created_on', 'sys_created_by']),
};

export const userIdOf = (objectId: string): string => objectId.replaceAll('-', '');

const usersOf = (world: World): Fields[] => [...world.people.all()].map(({ id, mail, userPrincipalName, displayName, accountEnabled }) => ({
  sys_id: userIdOf(id), user_name: userPrincipalName.split('@')[0] ?? '', email: mail ?? userPrincipalName, name: displayName, active: String(accountEnabled),
}));

const tablesOf = (world: World, incidents: Incidents): Record<string, () => Fields[]> => ({
  incident: incidents.all,
  sys_user: () => usersOf(world),
  sys_journal_field: () => [...world.tickets.sys_journal_field.values()],
  sys_attachment: () => [...world.tickets.sys_attachment.values()],
});

export function createTable(world: World, incidents: Incidents, origin: () => string) {
  const rowsOf = tablesOf(world, incidents);

  function shown(call: Call, row: Fields): Record<string, unknown> {
    const wanted = call.query.get('sysparm_fields')?.split(',').filter(Boolean);
    const names = wanted ?? Object.keys(row);
    return Object.fromEntries(names.filter(name => name in row).map(name => [name, valueOf(call, name, row[name] ?? '')]));
  }

  const valueOf = (call: Call, name: string, value: string): unknown => {
    if (!references.has(name) || value === '') return value;
    return call.query.get('sysparm_exclude_reference_link') === 'true' ? { value } : { link: `${origin()}/servicenow/api/now/table/sys_user/${value}`, value };
  };

  /** Answers a page of `rows`; the headers say where the others are. */
  function list(call: Call, table: string, rows: Fields[]): Answer {
    const query = readQuery(call.query.get('sysparm_query') ?? '', fieldsOf[table] ?? new Set());
    const limit = Math.min(Number(call.query.get('sysparm_limit') ?? mostRows), mostRows);
    const offset = Number(call.query.get('sysparm_offset') ?? 0);
    const found = query.inOrder(rows.filter(query.matches));
    const link = (at: number, rel: string) => {
      const next = new URLSearchParams(call.query);
      next.set('sysparm_offset', String(at));
      return `<${origin()}${call.path}?${next.toString()}>;rel="${rel}"`;
    };
    const links = [link(0, 'first'), ...(offset > 0 ? [link(Math.max(0, offset - limit), 'prev')] : []), ...(offset + limit < found.length ? [link(offset + limit, 'next')] : [])];
    return { status: 200, headers: { 'X-Total-Count': String(found.length), Link: links.join(',') }, json: { result: found.slice(offset, offset + limit).map(row => shown(call, row)) } };
  }

  const tableOf = (call: Call): string => {
    const table = call.params.table ?? '';
    if (!(table in rowsOf)) throw new Refused(400, `Invalid table ${table}`, '');
    return table;
  };

  const written = (call: Call): Fields => {
    const parsed = body.safeParse(JSON.parse(call.body.toString('utf8')));
    if (!parsed.success) throw new Refused(400, 'Exception while reading request', 'The payload is not valid JSON of fields and values');
    if (tableOf(call) !== 'incident') throw new Refused(403, 'Operation Failed', 'ACL Exception Insert Failed due to security constraints');
    return parsed.data;
  };

  return {
    list: (call: Call): Answer => list(call, tableOf(call), rowsOf[tableOf(call)]?.() ?? []),
    attachments: (call: Call): Answer => list(call, 'sys_attachment', rowsOf.sys_attachment?.() ?? []),
    one: (call: Call): Answer => {
      const id = call.params.id ?? '';
      const row = tableOf(call) === 'incident' ? incidents.one(id) : rowsOf[tableOf(call)]?.().find(({ sys_id }) => sys_id === id);
      if (!row) throw new Refused(404, 'No Record found', "Record doesn't exist or ACL restricts the record retrieval");
      return { status: 200, json: { result: shown(call, row) } };
    },
    create: (call: Call): Answer => {
      const row = incidents.create(written(call), integrationUser);
      return { status: 201, headers: { Location: `${origin()}/servicenow/api/now/table/incident/${row.sys_id ?? ''}` }, json: { result: shown(call, row) } };
    },
    update: (call: Call): Answer => ({ status: 200, json: { result: shown(call, incidents.update(call.params.id ?? '', written(call), integrationUser)) } }),
  };
}
