// What people would rather not be told: a preference of theirs, kept until they take it back.
import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** `week-later`: how many still have no sign-in method, a week after a request. */
type Told = 'week-later';

export const optOutTable = (db: Kysely<Database>) => ({
  async has(personId: string, what: Told): Promise<boolean> {
    const { rows } = await sql`select 1 from opt_out where person_id = ${personId} and what = ${what}`.execute(db);
    return rows.length > 0;
  },

  async add(personId: string, what: Told, at: Date): Promise<void> {
    await sql`insert into opt_out (person_id, what, since) values (${personId}, ${what}, ${at}) on conflict do nothing`.execute(db);
  },

  async remove(personId: string, what: Told): Promise<void> {
    await sql`delete from opt_out where person_id = ${personId} and what = ${what}`.execute(db);
  },
});
