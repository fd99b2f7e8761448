// A request on hold says since when, why, and what it goes back to.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table request add column hold jsonb`).execute(db);
}
