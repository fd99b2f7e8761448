// Incidents that requests wait behind: opened once, ended once, and each chat told once.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { incidentKinds, type Incident } from '../requests/incident.ts';
import type { Database } from './schema.ts';

const incidentRow = z.object({
  id: z.string(), kind: z.enum(incidentKinds), reference: z.string(), title: z.string(), link: z.string().nullable(), requestIds: z.array(z.string()),
  openedByName: z.string(), openedAt: z.date(), endedAt: z.date().nullable(),
});
const selected = sql.raw(`id, kind, reference, title, link, request_ids as "requestIds", opened_by_name as "openedByName", opened_at as "openedAt", ended_at as "endedAt"`);
const postRow = z.object({ postId: z.string().nullable() });

export const incidentTable = (db: Kysely<Database>) => ({
  /** False where it was opened before: the same press again. */
  async open({ id, kind, reference, title, link, requestIds, openedByName, openedAt }: Incident): Promise<boolean> {
    const { numAffectedRows } = await sql`insert into incident (id, kind, reference, title, link, request_ids, opened_by_name, opened_at)
      values (${id}, ${kind}, ${reference}, ${title}, ${link}, ${JSON.stringify(requestIds)}::jsonb, ${openedByName}, ${openedAt}) on conflict do nothing`.execute(db);
    return numAffectedRows === 1n;
  },

  async shownBy(id: string, postId: string): Promise<void> {
    await sql`update incident set post_id = ${postId} where id = ${id}`.execute(db);
  },

  async find(id: string): Promise<Incident | null> {
    const { rows } = await sql`select ${selected} from incident where id = ${id}`.execute(db);
    return rows[0] ? incidentRow.parse(rows[0]) : null;
  },

  /** Nobody ends it until the transaction is over. */
  async findOpen(id: string): Promise<Incident | null> {
    const { rows } = await sql`select ${selected} from incident where id = ${id} and ended_at is null for share`.execute(db);
    return rows[0] ? incidentRow.parse(rows[0]) : null;
  },

  /** Oldest first. */
  async allOpen(): Promise<Incident[]> {
    const { rows } = await sql`select ${selected} from incident where ended_at is null order by opened_at, id`.execute(db);
    return z.array(incidentRow).parse(rows);
  },

  /** Those that hold requests, as people quote them. */
  async openBy(reference: string): Promise<Incident[]> {
    return (await this.allOpen()).filter(incident => incident.reference.toUpperCase() === reference);
  },

  /** The post that shows it; null where it had ended. */
  async end(id: string, at: Date): Promise<{ postId: string | null } | null> {
    const { rows } = await sql`update incident set ended_at = ${at} where id = ${id} and ended_at is null returning post_id as "postId"`.execute(db);
    return rows[0] ? postRow.parse(rows[0]) : null;
  },

  /** Over since before then, and nothing waits behind it any more. */
  async forgetOld(endedBefore: Date): Promise<void> {
    await sql`delete from incident i where ended_at < ${endedBefore} and not exists (select 1 from request where status = 'on-hold' and hold ->> 'incidentId' = i.id::text)`.execute(db);
  },

  /** True the first time for this chat. */
  async isNewFor(id: string, conversationId: string): Promise<boolean> {
    const { numAffectedRows } = await sql`insert into incident_told (incident_id, conversation_id) values (${id}, ${conversationId}) on conflict do nothing`.execute(db);
    return numAffectedRows === 1n;
  },
});
