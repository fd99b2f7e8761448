// A request on hold says since when, why, and what it goes back to; and who was told that it is due soon, late or about to close is not told again.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table request add column hold jsonb, add column due_soon_at timestamptz, add column late_at timestamptz, add column nudged_at timestamptz`).execute(db);
}
