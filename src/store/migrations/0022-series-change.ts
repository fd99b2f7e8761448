// A webinar series can be changed, and ended. What was held before a change keeps what was said of it then.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table webinar_series add column revision int not null default 1, add column ended_at timestamptz`.execute(db);
  await sql`alter table webinar_date add column as_held jsonb`.execute(db);
}
