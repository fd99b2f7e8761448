// When a request may start, why it may go on outside working hours, and until when a round waits for them.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table request add column not_before timestamptz, add column outside_hours text`.execute(db);
  await sql`alter table round add column waits_until timestamptz`.execute(db);
}
