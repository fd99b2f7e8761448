// Stops of all changes by an operator. Whether one is on is asked by the statements that hand out work themselves, so that no process can miss it.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Brake } from '../requests/brake.ts';
import type { Database } from './schema.ts';

const brakeRow = z.object({ id: z.string(), reason: z.string(), stoppedByName: z.string(), stoppedAt: z.date(), endedByName: z.string().nullable(), endedAt: z.date().nullable() }) satisfies z.ZodType<Brake>;
const endedRow = z.object({ postId: z.string().nullable() });
const selected = sql.raw('select id, reason, stopped_by_name as "stoppedByName", stopped_at as "stoppedAt", ended_by_name as "endedByName", ended_at as "endedAt" from brake');

export const isBraked = sql<boolean>`exists (select 1 from brake where ended_at is null)`;

export const brakeTable = (db: Kysely<Database>) => ({
  /** The one that is on. */
  async current(): Promise<Brake | null> {
    const { rows } = await sql`${selected} where ended_at is null`.execute(db);
    return rows[0] ? brakeRow.parse(rows[0]) : null;
  },

  async find(id: string): Promise<Brake | null> {
    const { rows } = await sql`${selected} where id = ${id}`.execute(db);
    return rows[0] ? brakeRow.parse(rows[0]) : null;
  },

  /** False where one is on already, or this one was. */
  async put({ id, reason, stoppedByName, stoppedAt }: Brake): Promise<boolean> {
    const { numAffectedRows } = await sql`insert into brake (id, reason, stopped_by_name, stopped_at) values (${id}, ${reason}, ${stoppedByName}, ${stoppedAt}) on conflict do nothing`.execute(db);
    return numAffectedRows === 1n;
  },

  async shownBy(id: string, postId: string): Promise<void> {
    await sql`update brake set post_id = ${postId} where id = ${id}`.execute(db);
  },

  /** Over since before then. */
  async forgetOld(endedBefore: Date): Promise<void> {
    await sql`delete from brake where ended_at < ${endedBefore}`.execute(db);
  },

  /** Null where it is over already, or never was. */
  async end(id: string, byName: string, at: Date): Promise<{ postId: string | null } | null> {
    const { rows } = await sql`update brake set ended_by_name = ${byName}, ended_at = ${at} where id = ${id} and ended_at is null returning post_id as "postId"`.execute(db);
    return rows[0] ? endedRow.parse(rows[0]) : null;
  },
});
