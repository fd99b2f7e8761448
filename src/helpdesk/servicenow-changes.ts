// Finds the incidents of ours that changed, by ServiceNow's own time: from a little before the last one seen, and none twice.
import { z } from 'zod';
import type { Helpdesk } from './ticket.ts';
import type { ServiceNowClient } from './servicenow-client.ts';
import { display, incidentFields, incidentRow, momentOf, stampOf, type Incident } from './servicenow-records.ts';

/** How far each look goes back: a change that began earlier may be saved later than one already seen, and nodes' clocks differ. */
const overlapMs = 120_000;
const pageSize = 100;

/** `on`: when the latest change seen was made. `seen`: how often each incident had changed that the next look finds again. */
const markSchema = z.object({ on: z.string(), seen: z.record(z.string(), z.number()) });

const readMark = (text: string | null): z.infer<typeof markSchema> => (text === null || text === '' ? { on: '', seen: {} } : markSchema.parse(JSON.parse(text)));
const before = (on: string): string => (on === '' ? '' : stampOf(new Date(momentOf(on).getTime() - overlapMs)));

export async function changedSince(client: ServiceNowClient, text: string | null): ReturnType<Helpdesk['changed']> {
  const mark = readMark(text);
  const found = new Map<string, Incident>();
  for await (const rows of pagesSince(client, before(mark.on))) for (const row of rows) found.set(row.sys_id, row);
  const rows = [...found.values()];
  const on = rows.reduce((latest, row) => (row.sys_updated_on > latest ? row.sys_updated_on : latest), mark.on);
  const isFoundAgain = (row: Incident) => row.sys_updated_on >= before(on);
  return {
    correlationIds: [...new Set(rows.filter(row => mark.seen[row.sys_id] !== row.sys_mod_count).map(row => row.correlation_id))],
    mark: JSON.stringify({ on, seen: Object.fromEntries(rows.filter(isFoundAgain).map(row => [row.sys_id, row.sys_mod_count])) }),
  };
}

/**
 * Each page begins after the last row of the one before. By offset, a row changed meanwhile would move to the end,
 * the others move up, and one of them would never be seen.
 */
async function* pagesSince(client: ServiceNowClient, since: string): AsyncGenerator<Incident[]> {
  let last: Incident | null = null;
  do {
    const rows: Incident[] = await client.call({ method: 'GET', path: '/table/incident', query: { sysparm_query: queryFor(since, last), sysparm_fields: incidentFields, sysparm_limit: String(pageSize), sysparm_no_count: 'true' } }, z.array(incidentRow));
    yield rows;
    last = rows.length < pageSize ? null : (rows.at(-1) ?? null);
  } while (last !== null);
}

function queryFor(since: string, last: Incident | null): string {
  const ours = `correlation_display=${display}`;
  const order = '^ORDERBYsys_updated_on^ORDERBYsys_id';
  if (last === null) return `${ours}${since === '' ? '' : `^sys_updated_on>=${since}`}${order}`;
  return `${ours}^sys_updated_on>${last.sys_updated_on}^NQ${ours}^sys_updated_on=${last.sys_updated_on}^sys_id>${last.sys_id}${order}`;
}
